package io.lrpspark.jobs;

import io.lrpspark.lrp.model.DenseNetConfiguration;
import io.lrpspark.pipeline.input.ClassNames;
import io.lrpspark.pipeline.input.UsageException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The names of the model's classes. */
final class ClassesOption {
    @Option(
            names = "--classes",
            paramLabel = "FILE",
            converter = FileArgument.Converter.class,
            description = "Names of the model's classes in the order of its outputs: one a line, or torchvision's"
                    + " index-to-name JSON; a file of this machine or a URI. Without it, classes are called by index.")
    private Optional<FileArgument> file = Optional.empty();

    /**
     * The classes of a model.
     *
     * @throws UsageException if the file cannot be read, or has another number of classes than the model
     */
    ClassNames of(DenseNetConfiguration network) {
        if (file.isEmpty()) {
            return ClassNames.unnamed(network.classes());
        }
        ClassNames names = read(file.get());
        if (names.size() != network.classes()) {
            throw new UsageException("class names '" + file.get() + "' are " + names.size() + ", but the model has "
                    + network.classes() + " classes: expected one name for each output of the model");
        }
        return names;
    }

    private static ClassNames read(FileArgument file) {
        return file.isLocal()
                ? ClassNames.read(file.path())
                : ClassNames.decode(file.location(), file.fetch("class names"));
    }
}
