package io.lrpspark.lrp.program;

import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.lrp.tensor.TensorProgram;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A compiled attribution, for any device. This is what a driver broadcasts and an executor loads.
 */
public final class AttributionProgram {
    private final TensorProgram tensors;
    private final Precision precision;
    private final Seed seed;
    private final Method method;
    private final Shape input;
    private final Shape relevance;
    private final int classes;
    private final boolean ledger;
    private final List<LedgerEntry> ledgerEntries;
    private final Map<String, String> provenance;
    private final String fingerprint;

    AttributionProgram(
            TensorProgram tensors,
            Precision precision,
            Seed seed,
            Method method,
            Shape input,
            Shape relevance,
            int classes,
            boolean ledger,
            List<LedgerEntry> ledgerEntries,
            Map<String, String> provenance) {
        this.tensors = tensors;
        this.precision = precision;
        this.seed = seed;
        this.method = method;
        this.input = input;
        this.relevance = relevance;
        this.classes = classes;
        this.ledger = ledger;
        this.ledgerEntries = List.copyOf(ledgerEntries);
        this.provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
        this.fingerprint = sha256(encode());
    }

    /** An encoding that {@link #decode} reads; equal programs have equal encodings. */
    public byte[] encode() {
        return ProgramCodec.encode(this);
    }

    /**
     * The program that was encoded.
     *
     * @throws IllegalArgumentException if these are not the bytes of a program of this version
     */
    public static AttributionProgram decode(byte[] encoded) {
        return ProgramCodec.decode(encoded);
    }

    /** SHA-256 of the encoding, in hexadecimal: equal for equal weights, canonizer, composite, precision and provenance. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The number of classes K. */
    public int classes() {
        return classes;
    }

    /** C of the images. */
    public int channels() {
        return input.channels();
    }

    /** H of the images in pixels. */
    public int height() {
        return input.height();
    }

    /** W of the images in pixels. */
    public int width() {
        return input.width();
    }

    /** [C, H, W] of the relevance: that of the images, or of the layer that the program was compiled for. */
    public List<Integer> relevanceShape() {
        return List.of(relevance.channels(), relevance.height(), relevance.width());
    }

    /** The arithmetic that the program runs in. */
    public Precision precision() {
        return precision;
    }

    /** The relevance that is put at the logits. */
    public Seed seed() {
        return seed;
    }

    /** What is made of the program's passes. */
    public Method method() {
        return method;
    }

    /** Where the program comes from: sorted by key. */
    public Map<String, String> provenance() {
        return provenance;
    }

    /**
     * Whether the program measures what becomes of all relevance; methods that use gradients of linear layers or
     * several passes do not.
     */
    public boolean hasLedger() {
        return ledger;
    }

    /** What the program measures, in the order of its ledger output: from the output of the network to its input. */
    public List<LedgerEntry> ledgerEntries() {
        return ledgerEntries;
    }

    /** The statements, for tests and for counting. */
    public TensorProgram tensors() {
        return tensors;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
