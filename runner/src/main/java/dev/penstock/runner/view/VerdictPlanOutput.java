package dev.penstock.runner.view;

import dev.penstock.verdict.Texts;
import dev.penstock.verdict.plan.CanaryPlan;
import dev.penstock.verdict.plan.CanaryPlan.Finding;
import dev.penstock.verdict.plan.CanaryPlan.Proposal;
import dev.penstock.verdict.plan.CanaryTraffic;
import dev.penstock.verdict.plan.PlanRequest;
import dev.penstock.verdict.plan.RolloutPower;
import dev.penstock.verdict.plan.StepPower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a canary can find, for people and for programs. */
public final class VerdictPlanOutput {

    private VerdictPlanOutput() {}

    /** As lines of at most 60 columns. */
    public static List<String> lines(CanaryPlan plan) {
        PlanRequest request = plan.request();
        CanaryTraffic traffic = request.traffic();
        String chance = Texts.percent(request.chance());
        List<String> lines = new ArrayList<>();
        lines.add(Texts.significant(traffic.requestsPerMinute(), 6) + " requests/min, "
                + Texts.percent(traffic.baseErrorRate()) + " bad, " + Texts.percent(traffic.weight())
                + " to the canary.");
        lines.add("");
        lines.add(row("  %-12s %16s %16s", "a rise", "half found by", chance + " found by"));
        for (Finding finding : plan.findings()) {
            lines.add(row(
                    "  %-12s %16s %16s",
                    "× " + Texts.significant(finding.ratio(), 3),
                    time(finding.median(), request),
                    time(finding.time(), request)));
        }
        lines.add(row(
                "  %-12s %16s %16s",
                "healthy",
                time(plan.promotion().median(), request),
                time(plan.promotion().time(), request)));
        lines.add("");
        lines.add(
                plan.smallest().isPresent()
                        ? "Within " + Texts.duration(request.bake()) + ", no rise below × "
                                + Texts.significant(plan.smallest().getAsDouble(), 2) + " is found with " + chance + "."
                        : "Within " + Texts.duration(request.bake()) + ", not even × 100 is found with " + chance
                                + ".");
        lines.add("");
        lines.add("To find × " + Texts.significant(request.target(), 3) + ":");
        lines.add(row("  %-8s %14s %14s %14s", "weight", chance + " by", "requests lost", "bake time"));
        for (Proposal proposal : plan.proposals()) {
            lines.add(row(
                    "  %-8s %14s %14s %14s",
                    Texts.percent(proposal.weight()),
                    time(proposal.found().time(), request),
                    proposal.harm().isPresent()
                            ? Texts.number(Math.round(proposal.harm().getAsDouble()))
                            : "–",
                    time(proposal.bake(), request)));
        }
        request.harmBudget().ifPresent(budget -> lines.addAll(proposed(plan, budget)));
        return lines;
    }

    private static List<String> proposed(CanaryPlan plan, double budget) {
        if (plan.proposed().isEmpty()) {
            return List.of("", "No weight finds it in that time: there is too little traffic.");
        }
        Proposal proposal = plan.proposed().get();
        double harm = proposal.harm().orElse(0);
        String bake = proposal.bake()
                .map(time -> "a bake time of " + Texts.duration(time))
                .orElse("more than " + Texts.duration(plan.request().bake()) + " to be proven");
        return List.of(
                "",
                (harm <= budget ? "Proposed: a weight of " : "The budget is too small. Least is lost with ")
                        + Texts.percent(proposal.weight()) + ",",
                bake + ", " + Texts.count(Math.round(harm), "request", "requests") + " lost.");
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }

    private static String time(Optional<Duration> time, PlanRequest request) {
        return time.map(Texts::duration).orElse("> " + Texts.duration(request.bake()));
    }

    /** As one JSON object. */
    public static JsonText json(CanaryPlan plan) {
        PlanRequest request = plan.request();
        JsonText json = JsonOutput.line("verdictPlan")
                .put("requestsPerMinute", request.traffic().requestsPerMinute())
                .put("baseErrorRate", request.traffic().baseErrorRate())
                .put("weight", request.traffic().weight())
                .put("bakeSeconds", request.bake().toSeconds())
                .put("chance", request.chance());
        plan.smallest().ifPresent(ratio -> json.put("smallestRatio", ratio));
        json.putObjects(
                "findings",
                plan.findings().stream().map(VerdictPlanOutput::finding).toList());
        json.put("promotion", finding(plan.promotion()));
        json.putObjects(
                "proposals",
                plan.proposals().stream().map(VerdictPlanOutput::proposal).toList());
        plan.proposed().ifPresent(proposal -> json.put("proposed", proposal(proposal)));
        return json;
    }

    /** A ramp as one JSON object. */
    public static JsonText json(RolloutPower power) {
        return JsonOutput.line("verdictPlan")
                .put("requestsPerMinute", power.traffic().requestsPerMinute())
                .put("chance", power.chance())
                .putObjects(
                        "steps",
                        power.steps().stream().map(VerdictPlanOutput::step).toList())
                .putTexts("sentences", power.sentences());
    }

    private static JsonText step(StepPower step) {
        JsonText json = new JsonText()
                .put("weight", step.step().weight())
                .put("bakeSeconds", step.step().bake().toSeconds());
        for (StepPower.MetricPower metric : step.metrics()) {
            metric.smallest().ifPresent(ratio -> json.put("smallestRatio", ratio));
            metric.after().ifPresent(time -> json.put("seconds", time.toSeconds()));
            json.put("withinBake", metric.found());
        }
        step.proven().ifPresent(time -> json.put("provenSeconds", time.toSeconds()));
        return json;
    }

    private static JsonText finding(Finding finding) {
        JsonText json = new JsonText().put("ratio", finding.ratio());
        finding.median().ifPresent(time -> json.put("medianSeconds", time.toSeconds()));
        finding.time().ifPresent(time -> json.put("seconds", time.toSeconds()));
        return json.put("withinBake", finding.withinBake());
    }

    private static JsonText proposal(Proposal proposal) {
        JsonText json = new JsonText().put("weight", proposal.weight()).put("found", finding(proposal.found()));
        proposal.harm().ifPresent(harm -> json.put("requestsLost", harm));
        proposal.bake().ifPresent(bake -> json.put("bakeSeconds", bake.toSeconds()));
        return json;
    }
}
