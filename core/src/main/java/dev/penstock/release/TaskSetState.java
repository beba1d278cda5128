package dev.penstock.release;

import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.WeightedRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a release by task sets is. What is in it stays readable: fields are added as {@code Optional}. */
sealed interface TaskSetState {

    /** About to read the image definitions and to pin the images. */
    record Begun() implements TaskSetState {}

    /**
     * About to look at the service and to register a task definition.
     *
     * @param images image by container name, by digest wherever it is known
     */
    record Pinned(Map<String, String> images) implements TaskSetState {

        public Pinned {
            images = Map.copyOf(images);
        }
    }

    /** The primary task set has the images already. */
    record There(Work work) implements TaskSetState {}

    /**
     * The new set is made, grows and gets requests; the old one is as it was.
     *
     * @param made whether the new set was seen
     * @param given the shares of the requests that the new set was given, in order; begins with none
     */
    record Side(Work work, boolean made, List<Share> given) implements TaskSetState {

        public Side {
            given = List.copyOf(given);
        }

        Share share() {
            return given.getLast();
        }

        Side seen() {
            return new Side(work, true, given);
        }

        Side with(Share share) {
            List<Share> all = new ArrayList<>(given);
            if (!share().equals(share)) {
                all.add(share);
            }
            return new Side(work, made, all);
        }
    }

    /** The new set has all requests and stays; the old one ends. */
    record Ending(Work work) implements TaskSetState {}

    /**
     * What is to be done, and what there was before.
     *
     * @param images image by container name
     * @param service ARN of the service
     * @param old ARN of the task set that was the primary one
     * @param basedOn the task definition that it has
     * @param taskDefinition the task definition that the new set has
     * @param externalId by which the new set is found
     * @param desired how many tasks the service should have
     * @param route how requests come from one to the other
     * @param twinId by which the set of the old version is found that is started together with the new one; absent without one
     */
    record Work(
            Map<String, String> images,
            String service,
            String old,
            String basedOn,
            String taskDefinition,
            String externalId,
            int desired,
            WeightedRoute route,
            Optional<String> twinId) {

        public Work {
            images = Map.copyOf(images);
        }

        /** ARNs of the target groups that its sets are in. */
        List<String> groups() {
            return Stream.concat(Stream.of(oldGroup(), route.fresh()), route.twin().stream())
                    .toList();
        }

        /** ARN of the target group of the old set. */
        String oldGroup() {
            return route.live().orElseThrow();
        }
    }
}
