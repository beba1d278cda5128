package dev.penstock.secret;

import dev.penstock.action.AwsScope;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@linkplain DynamicReference dynamic references} of a definition stand for. Asked right before each step that needs
 * the value; nothing that is asked for is kept.
 */
public interface ReferenceValues {

    /** Nothing is known. */
    ReferenceValues NONE = (scope, pipeline, reference) -> Optional.empty();

    /** What begins the name of the variable of the environment that has the value of a parameter; its name follows. */
    String VARIABLE = "PENSTOCK_PARAMETER_";

    /**
     * The value of a reference; empty if nobody has told it here.
     *
     * @param scope in whose name and where AWS is asked
     * @param pipeline the name of the pipeline that has the reference
     * @throws dev.penstock.action.RemoteCallException if AWS does not tell it
     */
    Optional<Secret> value(AwsScope scope, String pipeline, DynamicReference reference);

    /**
     * What AWS tells, what was told here, and what the environment has.
     *
     * @param parameters by name, the values of a template's parameters
     * @param environment variables; those named {@code PENSTOCK_PARAMETER_} and a parameter's name have the value of that
     */
    static ReferenceValues of(SecretResolver secrets, Map<String, Secret> parameters, Map<String, String> environment) {
        return new GivenValues(secrets, parameters, environment);
    }
}
