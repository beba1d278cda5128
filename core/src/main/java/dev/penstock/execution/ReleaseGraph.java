package dev.penstock.execution;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Actions of one stage whose releases belong together: each begins when those that it comes after have moved, none gives up what ran
 * before until all have moved, and when one fails, those that have moved go back in reverse order.
 *
 * @param members the actions, in any order; none comes after itself, not by others either
 * @param checks the other actions of the stage, which change nothing that could be taken back; the graph ends when they have succeeded too
 * @param shared whether all that divide requests come to their last share below all of them before any goes on
 */
public record ReleaseGraph(List<Member> members, List<String> checks, boolean shared) {

    public ReleaseGraph {
        members = List.copyOf(members);
        checks = List.copyOf(checks);
        List<String> cycle = cycle(members);
        if (!cycle.isEmpty()) {
            throw new IllegalArgumentException("actions come after each other: " + String.join(", ", cycle));
        }
    }

    /**
     * An action of a graph.
     *
     * @param action its name
     * @param after the names of those that it comes after; empty if it may begin at once
     * @param judged whether a verdict judges its bakes, and has a part of what may be decided wrongly
     */
    public record Member(String action, List<String> after, boolean judged) {

        public Member {
            after = List.copyOf(after);
        }
    }

    /**
     * The same in a stage: its run orders count as well, and whatever else the stage has is a check. Members that the stage does not have
     * are left out.
     */
    public ReleaseGraph in(StageDeclaration stage) {
        List<Member> there = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (ActionDeclaration action : stage.actions()) {
            Optional<Member> member = member(action.name());
            if (member.isEmpty()) {
                others.add(action.name());
                continue;
            }
            List<String> after = new ArrayList<>();
            for (ActionDeclaration other : stage.actions()) {
                boolean named = member.get().after().contains(other.name());
                boolean earlier = other.runOrder() < action.runOrder()
                        && member(other.name()).isPresent();
                if (named || earlier) {
                    after.add(other.name());
                }
            }
            there.add(new Member(action.name(), after, member.get().judged()));
        }
        return new ReleaseGraph(there, others, shared);
    }

    /** The member of that name, if there is one. */
    public Optional<Member> member(String action) {
        return members.stream().filter(each -> each.action().equals(action)).findFirst();
    }

    /** The members that come right after another. */
    public List<Member> following(String action) {
        return members.stream().filter(each -> each.after().contains(action)).toList();
    }

    /** Among how many verdicts it is divided what may be decided wrongly: those of its members that are judged, at least 1. */
    public int verdicts() {
        return Math.max(1, (int) members.stream().filter(Member::judged).count());
    }

    /** The members in waves: those of a wave come after members of earlier ones only, and begin side by side. */
    public List<List<String>> waves() {
        List<List<String>> waves = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        while (placed.size() < members.size()) {
            List<String> wave = members.stream()
                    .filter(each -> !placed.contains(each.action()))
                    .filter(each ->
                            each.after().stream().allMatch(name -> placed.contains(name) || !has(members, name)))
                    .map(Member::action)
                    .toList();
            waves.add(wave);
            placed.addAll(wave);
        }
        return waves;
    }

    /** Members that come after each other, in the order in which they do, the first again at the end; empty if there are none. */
    public static List<String> cycle(List<Member> members) {
        for (Member member : members) {
            List<String> path = new ArrayList<>();
            if (leadsBack(members, member, member.action(), path, new HashSet<>())) {
                return path;
            }
        }
        return List.of();
    }

    private static boolean leadsBack(
            List<Member> members, Member from, String sought, List<String> path, Set<String> seen) {
        path.add(from.action());
        for (String name : from.after()) {
            if (name.equals(sought)) {
                path.add(name);
                return true;
            }
            Optional<Member> next =
                    members.stream().filter(each -> each.action().equals(name)).findFirst();
            if (next.isPresent() && seen.add(name) && leadsBack(members, next.get(), sought, path, seen)) {
                return true;
            }
        }
        path.removeLast();
        return false;
    }

    private static boolean has(List<Member> members, String name) {
        return members.stream().anyMatch(each -> each.action().equals(name));
    }
}
