package io.lrpspark.lrp.attribute;

/**
 * The conservation ledger of one map: where the relevance that was put at the target went. Each part is measured in the program; none is
 * what the others leave.
 *
 * @param seed relevance at the target
 * @param relevanceSum relevance at the input
 * @param absorbedBias relevance that biases absorbed
 * @param stopped relevance that stopped at thresholds and inactive units
 * @param stabilised relevance that stabilisers of denominators took
 */
public record Ledger(double seed, double relevanceSum, double absorbedBias, double stopped, double stabilised) {
    /** What the parts fail to explain: seed − (sum + absorbed + stopped + stabilised); rounding, if all is well. */
    public double error() {
        return seed - (relevanceSum + absorbedBias + stopped + stabilised);
    }
}
