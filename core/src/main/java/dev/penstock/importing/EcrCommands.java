package dev.penstock.importing;

import java.util.List;

/**
 * Shell commands of a build that bring images to Amazon ECR. They need the AWS CLI and the Region in the environment. Where
 * {@code AWS_ENDPOINT_URL} names something that stands in for AWS, its registry is reached by its address in front of ECR's names.
 */
final class EcrCommands {

    /** The variable with the registry, as Docker reaches it. */
    static final String REGISTRY = "$ECR_REGISTRY";

    private EcrCommands() {}

    /**
     * Sets {@link #REGISTRY}, and {@code ECR_HOST}, which is the registry as AWS names it. The first is no export, whose status would
     * be that of the export, so that the build ends where AWS cannot be asked.
     */
    static List<String> registry() {
        return List.of(
                "ECR_HOST=\"$(aws ecr get-authorization-token --query 'authorizationData[0].proxyEndpoint' --output text)\"",
                "export ECR_HOST=\"${ECR_HOST#https://}\" ECR_STAND_IN=\"${AWS_ENDPOINT_URL#*://}\"",
                "export ECR_REGISTRY=\"${ECR_STAND_IN:+${ECR_STAND_IN%/}/}$ECR_HOST\"");
    }

    /** Lets Docker in. */
    static String login() {
        return "aws ecr get-login-password | docker login --username AWS --password-stdin \"${ECR_REGISTRY%%/*}\"";
    }

    /** Makes a repository that is not there. */
    static String repository(String name) {
        return "aws ecr describe-repositories --repository-names " + name
                + " > /dev/null 2>&1 || aws ecr create-repository --repository-name " + name + " > /dev/null";
    }

    /**
     * Sets a variable to an image by its digest, which it has since it was pushed. An image has one in each repository that it
     * was pushed to; the one of this repository is taken, with the name that AWS knows.
     *
     * @param repository as Docker reaches it
     * @param tagged the same with a tag
     */
    static String digest(String variable, String repository, String tagged) {
        return variable + "=\"$(docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' \"" + tagged
                + "\" | grep -m1 \"^" + repository + "@\")\" && " + variable + "=\"${" + variable
                + "#\"${ECR_STAND_IN:+${ECR_STAND_IN%/}/}\"}\"";
    }
}
