package dev.penstock.importing;

import java.util.List;

/**
 * A stack that Copilot made, and that gets another image.
 *
 * @param stack its name
 * @param template where its template is put in the artifact
 * @param parameters where the values of its parameters are put in the artifact
 * @param image the image of the main container
 */
record StackUpdate(String stack, String template, String parameters, BuiltImage image) {

    /** The parameter of Copilot's templates that names the image of the main container. */
    private static final String PARAMETER = "ContainerImage";

    /** The folder in the artifact, as Copilot's own builds name it. */
    static final String FOLDER = "infrastructure";

    /** An update with files as Copilot's own builds name them. */
    static StackUpdate of(String stack, String workload, String environment, BuiltImage image) {
        String path = FOLDER + "/" + workload + "-" + environment;
        return new StackUpdate(stack, path + ".stack.yml", path + ".params.json", image);
    }

    /**
     * Lines of shell that write both files. The template is the one that the stack has, and so are all parameters but the image.
     *
     * @param variable the variable of the shell that has the image with its digest
     */
    List<String> commands(String variable) {
        return List.of(
                "aws cloudformation get-template --stack-name " + stack + " --query TemplateBody --output text > "
                        + ImageCommands.quoted(template),
                "aws cloudformation describe-stacks --stack-name " + stack
                        + " --query 'Stacks[0].Parameters' --output json | jq --arg image \"$" + variable
                        + "\" '{Parameters: (map({(.ParameterKey): .ParameterValue}) | add + {" + PARAMETER
                        + ": $image})}' > " + ImageCommands.quoted(parameters));
    }
}
