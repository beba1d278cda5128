package dev.penstock.beanstalk.bundle;

import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which files of a folder go into a bundle: all but those that {@code .ebignore} names, that file itself, what the EB CLI and Git
 * keep for themselves, and backups of editors, as the EB CLI has it.
 */
final class BundleFiles implements Predicate<Path> {

    private static final Set<String> OF_TOOLS = Set.of(".elasticbeanstalk", ".git");

    private final Path folder;
    private final IgnoreRules rules;
    private final Set<String> replaced;

    /**
     * The choice for a folder.
     *
     * @param replaced files at the top that are brought by somebody else
     */
    BundleFiles(Path folder, Set<String> replaced) throws IOException {
        this.folder = folder;
        this.replaced = replaced;
        Path ignoreFile = folder.resolve(IgnoreRules.FILE_NAME);
        this.rules = IgnoreRules.parse(
                Files.isRegularFile(ignoreFile)
                        ? new String(SourceText.bytes(ignoreFile), StandardCharsets.UTF_8)
                        : "");
    }

    @Override
    public boolean test(Path relative) {
        String name = relative.toString().replace('\\', '/');
        if (leavesOut(name) || replaced.contains(name)) {
            return false;
        }
        return !rules.ignores(name, Files.isDirectory(folder.resolve(relative), LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether some files can go in as they are. */
    static boolean takesAll(List<String> names) {
        return names.stream().noneMatch(BundleFiles::leavesOut);
    }

    private static boolean leavesOut(String name) {
        int slash = name.indexOf('/');
        String top = slash < 0 ? name : name.substring(0, slash);
        return OF_TOOLS.contains(top) || name.equals(IgnoreRules.FILE_NAME) || name.endsWith("~");
    }
}
