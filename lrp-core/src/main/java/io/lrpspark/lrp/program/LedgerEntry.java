package io.lrpspark.lrp.program;

/**
 * One measurement of the conservation ledger.
 *
 * @param layer the name of the node where it is taken
 * @param part what becomes of that relevance
 */
public record LedgerEntry(String layer, LedgerPart part) {}
