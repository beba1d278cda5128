package dev.penstock.simulator.beanstalk.bundle;

import java.util.Locale;

/** What kinds of bundles a platform takes. Source: Elastic Beanstalk Platforms guide, the platforms' names. */
public enum PlatformFamily {
    /** {@code … running Docker}: Dockerfile, Dockerrun version 1 or Compose. */
    DOCKER,
    /** {@code … running ECS}, and {@code … running Multi-container Docker} of old: Dockerrun version 2. */
    ECS,
    NODE_JS,
    PYTHON,
    RUBY,
    PHP,
    GO,
    /** Java without a container. */
    CORRETTO,
    TOMCAT,
    /** .NET on Linux and IIS on Windows. */
    DOT_NET,
    /** Any other. */
    OTHER;

    /**
     * The family of a solution stack.
     *
     * @param solutionStack like {@code 64bit Amazon Linux 2023 v4.3.0 running Docker}, or a platform's ARN or branch
     */
    public static PlatformFamily of(String solutionStack) {
        String name = solutionStack.toLowerCase(Locale.ROOT);
        if (name.contains("running ecs")
                || name.contains("ecs running")
                || name.contains("multi-container docker")
                || name.contains("multicontainer docker")) {
            return ECS;
        } else if (name.contains("docker")) {
            return DOCKER;
        } else if (name.contains("node.js")) {
            return NODE_JS;
        } else if (name.contains("tomcat")) {
            return TOMCAT;
        } else if (name.contains("corretto") || name.contains("java")) {
            return CORRETTO;
        } else if (name.contains(".net") || name.contains("iis")) {
            return DOT_NET;
        }
        return name.contains("python")
                ? PYTHON
                : name.contains("ruby") ? RUBY : name.contains("php") ? PHP : name.contains(" go") ? GO : OTHER;
    }
}
