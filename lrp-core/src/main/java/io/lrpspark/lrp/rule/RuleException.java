package io.lrpspark.lrp.rule;

/** A rule or composite that cannot be: a parameter out of range, unknown or unreadable, or a rule on a layer it has no meaning for. */
public final class RuleException extends RuntimeException {
    public RuleException(String message) {
        super(message);
    }
}
