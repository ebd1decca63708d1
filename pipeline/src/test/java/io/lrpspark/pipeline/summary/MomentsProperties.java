package io.lrpspark.pipeline.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

class MomentsProperties {
    private static final Moments MOMENTS = new Moments(List.of("x"));

    private static Row of(List<Double> numbers, int parts) {
        List<Moments.Sums> sums = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            sums.add(MOMENTS.zero());
        }
        for (int place = 0; place < numbers.size(); place++) {
            MOMENTS.reduce(sums.get(place % parts), RowFactory.create(numbers.get(place)));
        }
        return MOMENTS.finish(sums.stream().reduce(MOMENTS.zero(), MOMENTS::merge))
                .getStruct(0);
    }

    @Property(tries = 200)
    void doNotDependOnTheOrder(
            @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = -1e9, max = 1e9) Double> numbers,
            @ForAll long seed) {
        List<Double> mixed = new ArrayList<>(numbers);
        // Of very different magnitudes, where sums of doubles lose most.
        for (int place = 0; place < mixed.size(); place += 2) {
            mixed.set(place, mixed.get(place) * 1e-12);
        }
        Row first = of(mixed, 1);

        Collections.shuffle(mixed, new Random(seed));

        assertThat(of(mixed, 3)).isEqualTo(first);
    }

    @Example
    void areMeanAndDeviationOfASample() {
        Row row = of(List.of(2.0, 4.0, 9.0), 2);

        assertThat(row.getDouble(0)).isEqualTo(5);
        assertThat(row.getDouble(1)).isCloseTo(Math.sqrt(13), within(1e-12));
    }

    @Example
    void doNotDriftOnAConstant() {
        assertThat(of(Collections.nCopies(100, 0.1), 3)).isEqualTo(RowFactory.create(0.1, 0.0));
    }

    @Example
    void areNullWithoutEnoughNumbers() {
        assertThat(of(List.of(), 1)).isEqualTo(RowFactory.create(null, null));
        assertThat(of(List.of(3.0), 1)).isEqualTo(RowFactory.create(3.0, null));
    }

    @Example
    void areNoNumbersWhereOneIsNone() {
        assertThat(of(List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY), 2))
                .isEqualTo(RowFactory.create(Double.NaN, Double.NaN));
    }
}
