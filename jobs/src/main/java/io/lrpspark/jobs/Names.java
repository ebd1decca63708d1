package io.lrpspark.jobs;

import io.lrpspark.lrp.canonize.Canonizers;
import io.lrpspark.lrp.image.ColorMap;
import io.lrpspark.lrp.rule.Composites;
import java.util.Iterator;
import java.util.Set;

/** The names in the registries, for help texts. */
abstract class Names implements Iterable<String> {
    private final Set<String> names;

    private Names(Set<String> names) {
        this.names = names;
    }

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    /** Names of canonizers. */
    static final class OfCanonizers extends Names {
        OfCanonizers() {
            super(Canonizers.names());
        }
    }

    /** Names of composites. */
    static final class OfComposites extends Names {
        OfComposites() {
            super(Composites.names());
        }
    }

    /** Names of colour maps. */
    static final class OfColorMaps extends Names {
        OfColorMaps() {
            super(ColorMap.registry().names());
        }
    }
}
