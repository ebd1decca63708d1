package io.lrpspark.lrp.attribute;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.lrpspark.lrp.program.AttributionProgram;
import io.lrpspark.lrp.program.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The passes that a method makes through a loaded program. Whoever asks for a result closes it. */
final class Passes {
    /** Where the results of a pass are. */
    static final int LOGITS = 0;

    static final int CLASSES = 1;
    static final int RELEVANCE = 2;
    static final int LEDGER = 3;

    private final AttributionProgram program;
    private final PtSymbolBlock block;
    private final NDManager manager;

    Passes(AttributionProgram program, PtSymbolBlock block, NDManager manager) {
        this.program = program;
        this.block = block;
        this.manager = manager;
    }

    AttributionProgram program() {
        return program;
    }

    /** Forward and back: logits [N, K], classes [N, T], relevance [N, T, C, H, W], ledger [N, T, entries]. */
    NDList attribute(NDArray images, NDArray targets) {
        return run("forward", images, targets);
    }

    /** Puts another map in the place of that of a pass, whose own may not be written into. */
    static NDArray replaceRelevance(NDList results, NDArray relevance) {
        results.get(RELEVANCE).close();
        results.set(RELEVANCE, relevance);
        return relevance;
    }

    /** Forward only: logits [N, K]. */
    NDArray logits(NDArray images) {
        return run("predict", images).get(0);
    }

    /** Numbers in the precision of the program, on its device. */
    NDArray create(double[] elements, Shape shape) {
        NDArray array = manager.create(elements, shape);
        if (program.precision() == Precision.FLOAT64) {
            return array;
        }
        try (array) {
            return array.toType(DataType.FLOAT32, true);
        }
    }

    /** Values of one image's channels as [1, C, 1, 1]. */
    NDArray perChannel(List<Double> values) {
        return create(spread(values), new Shape(1, program.channels(), 1, 1));
    }

    /** One value for every channel, or those that are given for each. */
    double[] spread(List<Double> values) {
        double[] spread = new double[program.channels()];
        for (int channel = 0; channel < spread.length; channel++) {
            spread[channel] = values.get(values.size() == 1 ? 0 : channel);
        }
        return spread;
    }

    private NDList run(String method, NDArray... inputs) {
        // between passes is the only place to stop: the engine itself cannot be interrupted
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("nobody waits for this attribution any more");
        }
        IValue[] values = Arrays.stream(inputs)
                .map(input -> IValue.from((PtNDArray) input))
                .toArray(IValue[]::new);
        // DJL's own call with arrays keeps hold of them for ever when the engine fails.
        try (IValue results = IValueUtils.runMethod(block, method, values)) {
            return results.toNDList((PtNDManager) manager);
        } finally {
            Arrays.stream(values).forEach(IValue::close);
        }
    }
}
