package io.lrpspark.lrp.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static Registry<Integer> composites() {
        Map<String, Integer> entries = new LinkedHashMap<>();
        entries.put("epsilon-plus", 1);
        entries.put("epsilon-gamma-box", 2);
        entries.put("alpha", 3);
        return Registry.of("composite", entries);
    }

    @Test
    void findsAnEntryByItsName() {
        assertThat(composites().get("epsilon-gamma-box")).isEqualTo(2);
    }

    @Test
    void listsNamesInTheOrderOfEntry() {
        assertThat(composites().names()).containsExactly("epsilon-plus", "epsilon-gamma-box", "alpha");
    }

    @Test
    void suggestsTheNearestName() {
        assertThatThrownBy(() -> composites().get("epsilon-pluss"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("unknown composite 'epsilon-pluss': did you mean 'epsilon-plus'?"
                        + " Known: epsilon-plus, epsilon-gamma-box, alpha.");
    }

    @Test
    void suggestsNothingForANameUnlikeAnyOther() {
        assertThatThrownBy(() -> composites().get("zzzz"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("unknown composite 'zzzz'. Known: epsilon-plus, epsilon-gamma-box, alpha.");
    }

    @Test
    void refusesTheMissingName() {
        assertThatThrownBy(() -> composites().get(null)).isInstanceOf(UnknownNameException.class);
    }

    @Test
    void doesNotChangeWhenTheMapItWasMadeFromDoes() {
        Map<String, Integer> entries = new LinkedHashMap<>(Map.of("one", 1));
        Registry<Integer> registry = Registry.of("number", entries);
        entries.put("two", 2);
        assertThat(registry.names()).containsExactly("one");
    }

    @Test
    void refusesToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> Registry.of("number", Map.of()));
    }
}
