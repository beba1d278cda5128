package dev.penstock.templates;

import java.util.List;
import java.util.Optional;

/**
 * Files to begin with, for one kind of pipeline.
 *
 * @param name a word
 * @param purpose what they are for, in a few words
 * @param files the most important first
 */
public record StarterSet(String name, String purpose, List<StarterFile> files) {

    /** For a service of containers that exists, or is made by a template of its own. */
    public static final StarterSet SERVICE = new StarterSet(
            "service",
            "builds an image and deploys it to an ECS service",
            List.of(
                    new StarterFile("service", "pipeline.yml", "the pipeline: source, build, image, deployment"),
                    new StarterFile("service", "penstock.yml", "what the definition cannot say"),
                    new StarterFile("service", "buildspec.yml", "the commands of the build"),
                    new StarterFile("service", "Dockerfile", "the image"),
                    new StarterFile("service", "index.html", "a page to deploy"),
                    new StarterFile(
                            "service",
                            "service.yml",
                            "a CloudFormation template of what it deploys to, with a role for it")));

    /** For the whole of an application as one stack. The files are those of the sample of that name. */
    public static final StarterSet WEB_APPLICATION = new StarterSet(
            "web-application",
            "deploys a web application with its network and database as a stack, to two regions",
            List.of(
                    new StarterFile(
                            "web-application",
                            "pipeline.yml",
                            "the pipeline: a change set and its execution, by region"),
                    new StarterFile("web-application", "penstock.yml", "what the definition cannot say"),
                    new StarterFile(
                            "web-application",
                            "infrastructure/stack.yml",
                            "the stack: VPC, load balancer, ECS service, PostgreSQL, repository"),
                    new StarterFile(
                            "web-application",
                            "infrastructure/production.json",
                            "its parameters, tags and stack policy")));

    /** For running pipelines without machines of one's own: the functions, their journal, and what calls them. */
    public static final StarterSet CONTROL_PLANE = new StarterSet(
            "control-plane",
            "makes a shared journal and the functions that advance executions in AWS, as a stack",
            List.of(
                    new StarterFile("control-plane", "pipeline.yml", "the pipeline that makes or updates the stack"),
                    new StarterFile("control-plane", "remove.yml", "the pipeline that deletes it"),
                    new StarterFile("control-plane", "penstock.yml", "what the definition cannot say"),
                    new StarterFile(
                            "control-plane",
                            "infrastructure/stack.yml",
                            "the stack: table, bucket, functions, schedules, rules, roles, alarms"),
                    new StarterFile("control-plane", "infrastructure/configuration.json", "its parameters")));

    public StarterSet {
        files = List.copyOf(files);
    }

    /** All of them, the simplest first. */
    public static List<StarterSet> all() {
        return List.of(SERVICE, WEB_APPLICATION, CONTROL_PLANE);
    }

    /** The one of a name. */
    public static Optional<StarterSet> named(String name) {
        return all().stream().filter(set -> set.name().equals(name)).findFirst();
    }
}
