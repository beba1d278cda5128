package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs each test as it is, except where {@link Differences} says that it must fail. */
final class KnownDifferences implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        Place place = ((SecondOpinion) context.getRequiredTestInstance()).place();
        String contract = test.getExecutable().getDeclaringClass().getSimpleName();
        String method = test.getExecutable().getName();
        Optional<Difference> difference = Differences.of(place, contract, method);
        if (difference.isEmpty()) {
            invocation.proceed();
            return;
        }
        Optional<String> failure = failure(invocation);
        if (failure.isEmpty() && difference.get().kind() == Difference.Kind.SOMETIMES) {
            return;
        }
        assertThat(failure)
                .as("%s.%s at %s is listed as: %s", contract, method, place.title(), difference.get())
                .hasValueSatisfying(
                        text -> assertThat(text).contains(difference.get().seen()));
    }

    private static Optional<String> failure(Invocation<Void> invocation) {
        try {
            invocation.proceed();
            return Optional.empty();
        } catch (Throwable e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            return Optional.of(text.toString());
        }
    }
}
