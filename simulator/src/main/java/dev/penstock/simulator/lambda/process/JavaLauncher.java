package dev.penstock.simulator.lambda.process;

import dev.penstock.simulator.lambda.FunctionRuntime;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions of the Java runtimes, run by AWS's own runtime interface client ({@code
 * com.amazonaws:aws-lambda-java-runtime-interface-client}) as in Lambda: the classes of the archive and the jars in its folder
 * {@code lib} are the class path.
 *
 * <p>The heap is 85 per cent of the function's memory, as in AWS's runtimes; the number of processors is not limited by memory.
 */
public final class JavaLauncher implements Launcher {

    private static final String ENTRY = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final int HEAP_PERCENT = 85;

    private final Path java;
    private final List<Path> client;
    private final List<String> options;

    /**
     * @param java the program {@code java}
     * @param client the jars of the runtime interface client and of what it needs: {@code aws-lambda-java-core},
     *     {@code aws-lambda-java-serialization} and {@code utils-lite} of the SDK
     * @param options of the Java virtual machine; may be empty
     */
    public JavaLauncher(Path java, List<Path> client, List<String> options) {
        this.java = java;
        this.client = List.copyOf(client);
        this.options = List.copyOf(options);
    }

    @Override
    public boolean runs(FunctionRuntime.Invocation invocation) {
        return invocation.runtime().startsWith("java");
    }

    @Override
    public List<String> command(FunctionRuntime.Invocation invocation, Path code) {
        List<String> path = new ArrayList<>();
        path.add(code.toString());
        path.add(code.resolve("lib").resolve("*").toString());
        client.forEach(jar -> path.add(jar.toString()));
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Xmx" + Math.max(16, invocation.memory() * HEAP_PERCENT / 100) + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, path));
        command.add(ENTRY);
        command.add(invocation.handler());
        return command;
    }
}
