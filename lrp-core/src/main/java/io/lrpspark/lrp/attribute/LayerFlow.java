package io.lrpspark.lrp.attribute;

import io.lrpspark.lrp.program.LedgerPart;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a node did with the relevance of one map: received = handed on + absorbed + stopped + stabilised, but where copies of a shared
 * convolution hand on together.
 *
 * @param layer name of the node
 * @param received sum at its output; empty if it was not measured or is known for its copies only
 * @param handedOn sum at its inputs; empty if it was not measured or is known for its shared convolution only
 * @param absorbed by its bias
 * @param stopped at its inactive units
 * @param stabilised taken by stabilisers
 */
public record LayerFlow(
        String layer,
        OptionalDouble received,
        OptionalDouble handedOn,
        double absorbed,
        double stopped,
        double stabilised) {
    static LayerFlow of(String layer, Map<LedgerPart, Double> parts) {
        return new LayerFlow(
                layer,
                sum(parts, LedgerPart.RECEIVED),
                sum(parts, LedgerPart.HANDED_ON),
                parts.getOrDefault(LedgerPart.ABSORBED, 0.0),
                parts.getOrDefault(LedgerPart.STOPPED, 0.0),
                parts.getOrDefault(LedgerPart.STABILISED, 0.0));
    }

    private static OptionalDouble sum(Map<LedgerPart, Double> parts, LedgerPart part) {
        return parts.containsKey(part) ? OptionalDouble.of(parts.get(part)) : OptionalDouble.empty();
    }
}
