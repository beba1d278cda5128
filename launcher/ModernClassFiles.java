import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar, and gives class files from before Java 6 today's version and the stack maps that it asks for.
 *
 * <p>Class-data archives leave out such old class files, and the JVM verifies them slowly. Needs Java 24.
 */
final class ModernClassFiles {

    private static final int JAVA_6 = 50;
    private static final int JAVA_21 = 65;
    private static final int MAJOR_VERSION_LOW_BYTE = 7;

    private ModernClassFiles() {}

    public static void main(String[] args) throws IOException {
        try (var in = new ZipFile(args[0]);
                var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            ClassFile classFile = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.defaultResolver()
                            .orElse(ClassHierarchyResolver.ofResourceParsing(name -> classIn(in, name)))));
            for (var entries = in.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] content = in.getInputStream(entry).readAllBytes();
                var copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isOldClass(entry, content) ? modern(classFile, classFile.parse(content)) : content);
                out.closeEntry();
            }
        }
    }

    private static boolean isOldClass(ZipEntry entry, byte[] content) {
        return entry.getName().endsWith(".class") && content[MAJOR_VERSION_LOW_BYTE] < JAVA_6;
    }

    private static byte[] modern(ClassFile classFile, ClassModel old) {
        // The body is rebuilt although nothing changes: code that is copied whole keeps its absent stack maps.
        return classFile.transformClass(
                old,
                ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))
                        .andThen(ClassTransform.endHandler(builder -> builder.withVersion(JAVA_21, 0))));
    }

    private static InputStream classIn(ZipFile jar, ClassDesc name) {
        String descriptor = name.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
