package dev.penstock.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. A shutdown hook sees the first Ctrl-C only, and none at all of a changed window size;
 * {@code sun.misc.Signal} of the module {@code jdk.unsupported} is the one way to the rest. It is used by reflection, as
 * javac warns of every mention of it.
 */
public final class Signals {

    private Signals() {}

    /**
     * Runs something each time the signal arrives, instead of what the JVM does.
     *
     * @param name without {@code SIG}, such as {@code INT}
     * @return false if this JVM has no such signal to give; then nothing has changed
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> invoke(proxy, method, arguments, action);
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Object invoke(Object proxy, Method method, Object[] arguments, Runnable action) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield true;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "penstock";
        };
    }
}
