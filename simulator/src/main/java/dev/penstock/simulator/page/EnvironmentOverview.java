package dev.penstock.simulator.page;

import dev.penstock.simulator.page.Looking.Part;
import dev.penstock.simulator.service.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import tools.jackson.core.JsonGenerator;

/** Environments of Elastic Beanstalk: what they should run, what their instances do run, their health and latest events. */
final class EnvironmentOverview {

    private static final String BEANSTALK = "elasticbeanstalk";
    private static final int EVENTS = 5;

    private final Looking looking;

    EnvironmentOverview(Looking looking) {
        this.looking = looking;
    }

    void write(JsonGenerator out, Caller caller) {
        out.writeName("environments");
        out.writeStartArray();
        List<EnvironmentDescription> all = Looking.all(token -> looking.ask(
                        caller,
                        BEANSTALK,
                        "DescribeEnvironments",
                        DescribeEnvironmentsRequest.builder()
                                .includeDeleted(false)
                                .nextToken(token)
                                .build(),
                        DescribeEnvironmentsResponse.class)
                .map(r -> new Part<>(r.environments(), r.nextToken()))
                .orElseGet(() -> new Part<>(List.of(), null)));
        all.forEach(environment -> write(out, caller, environment));
        out.writeEndArray();
    }

    private void write(JsonGenerator out, Caller caller, EnvironmentDescription environment) {
        out.writeStartObject();
        Overview.text(out, "name", environment.environmentName());
        Overview.text(out, "application", environment.applicationName());
        Overview.text(out, "version", environment.versionLabel());
        Overview.text(out, "platform", environment.solutionStackName());
        Overview.text(out, "status", environment.statusAsString());
        Overview.text(out, "colour", environment.healthAsString());
        Overview.text(out, "health", environment.healthStatusAsString());
        Overview.text(out, "address", environment.cname());
        out.writeName("causes");
        out.writeStartArray();
        causes(caller, environment).forEach(out::writeString);
        out.writeEndArray();
        out.writeName("versions");
        out.writeStartArray();
        versions(caller, environment).forEach((label, count) -> {
            out.writeStartObject();
            Overview.text(out, "label", label);
            Overview.number(out, "instances", count);
            out.writeEndObject();
        });
        out.writeEndArray();
        out.writeName("events");
        out.writeStartArray();
        for (EventDescription event : events(caller, environment)) {
            out.writeStartObject();
            Overview.text(out, "at", event.eventDate());
            Overview.text(out, "severity", event.severityAsString());
            Overview.text(out, "message", event.message());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private List<String> causes(Caller caller, EnvironmentDescription environment) {
        return looking.ask(
                        caller,
                        BEANSTALK,
                        "DescribeEnvironmentHealth",
                        DescribeEnvironmentHealthRequest.builder()
                                .environmentName(environment.environmentName())
                                .attributeNamesWithStrings("Causes")
                                .build(),
                        DescribeEnvironmentHealthResponse.class)
                .map(DescribeEnvironmentHealthResponse::causes)
                .orElse(List.of());
    }

    /** How many instances run which version; those that have none yet run none. */
    private Map<String, Integer> versions(Caller caller, EnvironmentDescription environment) {
        Map<String, Integer> versions = new TreeMap<>();
        List<SingleInstanceHealth> instances = looking.ask(
                        caller,
                        BEANSTALK,
                        "DescribeInstancesHealth",
                        DescribeInstancesHealthRequest.builder()
                                .environmentName(environment.environmentName())
                                .attributeNamesWithStrings("Deployment")
                                .build(),
                        DescribeInstancesHealthResponse.class)
                .map(DescribeInstancesHealthResponse::instanceHealthList)
                .orElse(List.of());
        instances.forEach(instance -> versions.merge(
                instance.deployment() == null ? "none" : instance.deployment().versionLabel(), 1, Integer::sum));
        return versions;
    }

    private List<EventDescription> events(Caller caller, EnvironmentDescription environment) {
        return looking.ask(
                        caller,
                        BEANSTALK,
                        "DescribeEvents",
                        DescribeEventsRequest.builder()
                                .environmentId(environment.environmentId())
                                .maxRecords(EVENTS)
                                .build(),
                        DescribeEventsResponse.class)
                .map(DescribeEventsResponse::events)
                .orElse(List.of());
    }
}
