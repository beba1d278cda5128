package dev.penstock.function;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads versions and aliases of functions that are waited for, one with each call: the platform has no call for several. */
public final class FunctionReaders {

    private FunctionReaders() {}

    /** Readers of what a platform has. */
    public static List<ResourceReader> of(Functions functions) {
        return List.of(new Versions(functions), new Aliases(functions));
    }

    private record Versions(Functions functions) implements ResourceReader {

        @Override
        public String kind() {
            return FunctionVersion.KIND;
        }

        @Override
        public int batchSize() {
            return 1;
        }

        /** Changes take a second or two. */
        @Override
        public Duration interval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Reading read(List<ResourceId> resources) {
            ResourceId resource = resources.getFirst();
            AwsScope scope = resource.scope();
            Observation seen =
                    functions.version(scope, FunctionVersion.function(resource), FunctionVersion.version(resource));
            return Reading.of(Map.of(resource, seen));
        }
    }

    private record Aliases(Functions functions) implements ResourceReader {

        /** Nothing changes it but a release and, hardly ever, somebody else; 15 such calls a second are all that an account has. */
        private static final Duration INTERVAL = Duration.ofSeconds(10);

        @Override
        public String kind() {
            return FunctionAlias.KIND;
        }

        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public Reading read(List<ResourceId> resources) {
            ResourceId resource = resources.getFirst();
            AwsScope scope = resource.scope();
            Observation seen = functions.alias(scope, FunctionAlias.function(resource), FunctionAlias.alias(resource));
            return Reading.of(Map.of(resource, seen));
        }
    }
}
