package io.lrpspark.lrp.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lrpspark.lrp.attribute.AttributionBatch;
import io.lrpspark.lrp.attribute.Attributor;
import io.lrpspark.lrp.attribute.ComputeDevice;
import io.lrpspark.lrp.graph.Shape;
import io.lrpspark.lrp.rule.Method;
import io.lrpspark.lrp.tensor.Op;
import io.lrpspark.lrp.tensor.TensorBuilder;
import io.lrpspark.lrp.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What single operations compute, in programs that consist of little else. */
class OperationsTest {
    private final TensorBuilder tensors = new TensorBuilder();

    private AttributionBatch run(Value images, double[] image, Value relevance, List<Value> sums) {
        Value logits = tensors.mean(images);
        tensors.result(AttributionCompiler.LOGITS, logits);
        tensors.result(AttributionCompiler.CLASSES, tensors.resolveTargets(logits, tensors.targets()));
        tensors.result(AttributionCompiler.RELEVANCE, relevance);
        List<LedgerEntry> entries = sums.stream()
                .map(sum -> new LedgerEntry("v" + sum.id(), LedgerPart.STOPPED))
                .toList();
        for (int index = 0; index < sums.size(); index++) {
            tensors.result(entries.get(index).layer(), sums.get(index));
        }
        AttributionProgram program = new AttributionProgram(
                tensors.build(),
                Precision.FLOAT64,
                Seed.ONE_HOT,
                new Method.Direct(),
                new Shape(images.channels(), images.height(), images.width()),
                new Shape(relevance.channels(), relevance.height(), relevance.width()),
                logits.channels(),
                false,
                entries,
                Map.of());
        try (Attributor attributor = Attributor.load(program, ComputeDevice.cpu())) {
            return attributor.attribute(image, 1, new int[][] {{0}});
        }
    }

    @Test
    void dampingIsTheStabilisedQuotientOfAMultiple() {
        double epsilon = 0.01;
        double[] image = {3, -2, 0.5, -0.001, 1e-9, 0, -0.0, 40};
        Value z = tensors.images(1, 2, 4);
        Value g = tensors.add(tensors.multiply(z, 2), 1);

        Value damped = tensors.damp(g, tensors.add(tensors.absolute(z), epsilon), epsilon);
        double[] found = run(z, image, damped, List.of()).exactRelevance(0, 0);

        for (int index = 0; index < image.length; index++) {
            double element = image[index];
            double stabilised = element < 0 ? element - epsilon : element + epsilon;
            assertThat(found[index])
                    .as("z = %s", element)
                    .isCloseTo((2 * element + 1) * element / stabilised, within(1e-15 * Math.abs(2 * element + 1)));
        }
    }

    @Test
    void whatDiffersIsAddedIntoTheOperandThatIsReadNoMore() {
        double[] image = {5, 5, 5, 5, 1, 2, 2.5, -2};
        Value images = tensors.images(2, 2, 2);
        Value others = tensors.slice(images, 0, 1);
        Value x = tensors.slice(images, 1, 1);
        Value threshold = tensors.perChannel(new double[] {2});

        Value total = tensors.multiplyAdd(others, tensors.multiply(x, 10), tensors.differs(x, threshold));

        assertThat(run(images, image, total, List.of()).exactRelevance(0, 0)).containsExactly(15, 5, 30, -15);
    }

    @Test
    void partsOfOneSumAreSummedOnce() {
        int channels = 200;
        int positions = 12;
        double[] image =
                new Random(1).doubles((long) channels * positions, -1, 1).toArray();
        Value images = tensors.images(channels, 3, 4);
        Value first = tensors.sumPositions(tensors.slice(images, 0, 30));
        Value last = tensors.sumPositions(tensors.slice(images, 110, 90));

        AttributionBatch batch = run(
                images,
                image,
                images,
                List.of(tensors.weightedSum(first, weights(30)), tensors.weightedSum(last, weights(90))));

        assertThat(tensors.build().count(Op.SUM_POSITIONS)).isEqualTo(1);
        assertThat(batch.ledgerEntries(0, 0).values()).first().satisfies(sum -> assertThat(sum)
                .isCloseTo(weightedSum(image, 0, 30, positions), within(1e-9)));
        assertThat(batch.ledgerEntries(0, 0).values()).last().satisfies(sum -> assertThat(sum)
                .isCloseTo(weightedSum(image, 110, 90, positions), within(1e-9)));
    }

    private static double[] weights(int count) {
        double[] weights = new double[count];
        for (int index = 0; index < count; index++) {
            weights[index] = index + 1;
        }
        return weights;
    }

    private static double weightedSum(double[] image, int from, int count, int positions) {
        double[] weights = weights(count);
        double sum = 0;
        for (int index = 0; index < count * positions; index++) {
            sum += weights[index / positions] * image[from * positions + index];
        }
        return sum;
    }
}
