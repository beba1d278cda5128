package dev.penstock.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An action that deploys.
 *
 * @param configuration its keys, in CodePipeline's words
 * @param fromBuild whether it takes what the build leaves behind; the source otherwise
 */
record Deployment(String provider, Map<String, String> configuration, Optional<String> region, boolean fromBuild) {

    Deployment {
        configuration = new LinkedHashMap<>(configuration);
    }

    static Deployment of(Target target) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("ApplicationName", target.application());
        configuration.put("EnvironmentName", target.environment());
        return new Deployment("ElasticBeanstalk", configuration, target.region(), target.fromBuild());
    }

    static Map<String, Deployment> of(Map<String, Target> targets) {
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        targets.forEach((action, target) -> deployments.put(action, of(target)));
        return deployments;
    }

    static Deployment of(Destination.EcsService service) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("ClusterName", service.cluster());
        configuration.put("ServiceName", service.service());
        return new Deployment("ECS", configuration, Optional.empty(), true);
    }
}
