package dev.penstock.importing;

import java.util.List;
import java.util.Optional;

/**
 * A stack that Copilot made, and that gets another image.
 *
 * @param stack its name
 * @param template where its template is put in the artifact
 * @param parameters where the values of its parameters are put in the artifact
 * @param image the image of the main container, if it is built
 * @param location the image otherwise, in which the shell puts variables in
 */
record StackUpdate(
        String stack, String template, String parameters, Optional<BuiltImage> image, Optional<String> location) {

    /** The parameter of Copilot's templates that names the image of the main container. */
    private static final String PARAMETER = "ContainerImage";

    /** The folder in the artifact, as Copilot's own builds name it. */
    static final String FOLDER = "infrastructure";

    /** The update for a workload with an image, with files as Copilot's own builds name them; empty without one. */
    static Optional<StackUpdate> of(String stack, CopilotWorkload workload, String environment) {
        String path = FOLDER + "/" + workload.name() + "-" + environment;
        return workload.image().isEmpty() && workload.location().isEmpty()
                ? Optional.empty()
                : Optional.of(new StackUpdate(
                        stack, path + ".stack.yml", path + ".params.json", workload.image(), workload.location()));
    }

    /**
     * Lines of shell that write both files. The template is the one that the stack has, and so are all parameters but the image.
     *
     * @param variable the variable of the shell that has the image with its digest, if it is built
     */
    List<String> commands(String variable) {
        String value = image.isPresent()
                ? "$" + variable
                : location.orElse("").replaceAll("\\$\\{([A-Za-z0-9_]+)}", "\\${$1:?is not set}");
        return List.of(
                "aws cloudformation get-template --stack-name " + stack + " --query TemplateBody --output text > "
                        + ImageCommands.quoted(template),
                "set -o pipefail; aws cloudformation describe-stacks --stack-name " + stack
                        + " --query 'Stacks[0].Parameters' --output json | jq --arg image \"" + value
                        + "\" '{Parameters: (map({(.ParameterKey): .ParameterValue}) | add + {" + PARAMETER
                        + ": $image})}' > " + ImageCommands.quoted(parameters));
    }
}
