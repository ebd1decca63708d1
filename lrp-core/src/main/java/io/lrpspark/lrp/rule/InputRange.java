package io.lrpspark.lrp.rule;

import java.util.List;

/**
 * The values that pixels can have once they are normalised, for rules that need to know them.
 *
 * @param low black, one value for all channels or one each
 * @param high white, likewise
 */
public record InputRange(List<Double> low, List<Double> high) {
    public InputRange {
        low = List.copyOf(low);
        high = List.copyOf(high);
    }
}
