package io.lrpspark.pipeline.input;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** Decides, on names alone, which folders a walk enters and which files it takes. */
public abstract sealed class FileSelection {
    /** Extensions of the files that a folder's listing takes, in lower case. */
    public static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp");

    /** The part of a glob that stands for any number of folders. */
    static final String ANY_DEPTH = "**";

    private FileSelection() {}

    /** Every image file at any depth. */
    static FileSelection imageFiles() {
        return new ImageFiles();
    }

    /**
     * What a glob matches.
     *
     * @param components the glob's parts between slashes, below the walk's base
     * @throws UsageException if a part is not a valid glob
     */
    static FileSelection glob(List<String> components) {
        return new Glob(components);
    }

    /** Whether a glob has wildcards in this part of a path. */
    static boolean isWildcard(String component) {
        return component.chars().anyMatch(character -> "*?[{\\".indexOf(character) >= 0);
    }

    /**
     * Whether files below a folder can be taken.
     *
     * @param folder the folder's names below the base
     */
    abstract boolean enters(List<String> folder);

    /**
     * Whether a file is taken.
     *
     * @param file the file's names below the base, its own last
     */
    abstract boolean takes(List<String> file);

    private static boolean isImageFile(List<String> names) {
        String name = names.get(names.size() - 1);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') >= 0
                && EXTENSIONS.contains(extension)
                && names.stream().noneMatch(part -> part.startsWith("."));
    }

    private static final class ImageFiles extends FileSelection {
        @Override
        boolean enters(List<String> folder) {
            return !folder.get(folder.size() - 1).startsWith(".");
        }

        @Override
        boolean takes(List<String> file) {
            return isImageFile(file);
        }
    }

    private static final class Glob extends FileSelection {
        private final List<String> components;
        private final List<PathMatcher> matchers = new ArrayList<>();

        Glob(List<String> components) {
            this.components = List.copyOf(components);
            for (String component : components) {
                try {
                    matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + component));
                } catch (PatternSyntaxException e) {
                    throw new UsageException(
                            "glob part '" + component + "' cannot be read: " + e.getDescription()
                                    + "; wildcards and braces must not reach over a slash",
                            e);
                }
            }
        }

        @Override
        boolean enters(List<String> folder) {
            return canLeadToMatch(folder, 0, 0) || liesBelowMatch(folder);
        }

        @Override
        boolean takes(List<String> file) {
            if (matches(file, 0, 0)) {
                return true;
            }
            int matched = depthOfMatchedFolder(file);
            return matched > 0 && isImageFile(file.subList(matched, file.size()));
        }

        private boolean liesBelowMatch(List<String> folder) {
            return matches(folder, 0, 0)
                    || (depthOfMatchedFolder(folder) > 0
                            && !folder.get(folder.size() - 1).startsWith("."));
        }

        private int depthOfMatchedFolder(List<String> names) {
            for (int depth = 1; depth < names.size(); depth++) {
                if (matches(names.subList(0, depth), 0, 0)) {
                    return depth;
                }
            }
            return 0;
        }

        private boolean matches(List<String> names, int name, int part) {
            if (part == components.size()) {
                return name == names.size();
            }
            if (components.get(part).equals(ANY_DEPTH)) {
                return matches(names, name, part + 1) || (name < names.size() && matches(names, name + 1, part));
            }
            return name < names.size() && fits(part, names.get(name)) && matches(names, name + 1, part + 1);
        }

        private boolean canLeadToMatch(List<String> names, int name, int part) {
            if (part == components.size()) {
                return false;
            }
            if (name == names.size() || components.get(part).equals(ANY_DEPTH)) {
                return true;
            }
            return fits(part, names.get(name)) && canLeadToMatch(names, name + 1, part + 1);
        }

        private boolean fits(int part, String name) {
            try {
                return matchers.get(part).matches(java.nio.file.Path.of(name));
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }
}
