package dev.penstock.verdict.explain;

import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Assessment;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricStanding;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.explain.Panel.Point;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A verdict as one picture: the canary's share of the traffic, the rates of bad requests of both arms, and the evidence, over time.
 * SVG without scripts, fonts or links, readable on light and dark pages.
 */
public final class EvidencePicture {

    private static final int MOST_POINTS = 240;
    private static final double LN10 = Math.log(10);

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 432" role="img">
            <style>
            svg { color-scheme: light dark; font: 12px system-ui, sans-serif; --ink: #24292f; --faint: #6e7781; --line: #d0d7de;
              --bad: #cf222e; --good: #1a7f37; --base: #0969da; --paper: #ffffff; }
            @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #8d96a0; --line: #3d444d; --bad: #ff7b72;
              --good: #56d364; --base: #79c0ff; --paper: #0d1117; } }
            .paper { fill: var(--paper); } .title { fill: var(--ink); font-weight: 600; } .axis { fill: var(--faint); font-size: 10px; }
            .frame { fill: none; stroke: var(--line); } polyline { fill: none; stroke-width: 1.5; }
            .canary, .worse { stroke: var(--bad); } .baseline { stroke: var(--base); } .acceptable { stroke: var(--good); }
            .level { stroke-width: 1; stroke-dasharray: 4 3; }
            .configured { stroke: var(--faint); stroke-dasharray: 4 3; }
            </style>
            """;

    private final VerdictRecord record;
    private final Instant start;
    private final double seconds;
    private final StringBuilder svg = new StringBuilder(HEAD);

    private EvidencePicture(VerdictRecord record) {
        this.record = record;
        start = record.looks().isEmpty()
                ? Instant.EPOCH
                : record.looks().getFirst().standing().at();
        seconds = record.looks().isEmpty()
                ? 1
                : Math.max(1, since(record.looks().getLast().standing().at()));
    }

    /** The picture of a record, as the text of an SVG file. */
    public static String svg(VerdictRecord record) {
        return new EvidencePicture(record).draw();
    }

    private String draw() {
        Explanation explanation = Explanation.of(record);
        svg.append("<title>")
                .append(Panel.escaped(explanation.outcome()))
                .append("</title>\n<desc>")
                .append(Panel.escaped(explanation.evidence()))
                .append("</desc>\n<rect class=\"paper\" width=\"720\" height=\"432\"/>\n");
        traffic();
        rates();
        switch (record.settings().judge()) {
            case JudgeSettings.Sequential sequential -> evidence();
            case KayentaSettings kayenta -> scores(kayenta);
            case ArgoSettings argo -> failures(argo);
        }
        svg.append("<text class=\"axis\" x=\"64\" y=\"424\">0</text>\n");
        svg.append("<text class=\"axis\" x=\"700\" y=\"424\" text-anchor=\"end\">")
                .append(ending())
                .append(Texts.duration(Duration.ofSeconds((long) seconds)))
                .append("</text>\n");
        return svg.append("</svg>\n").toString();
    }

    private String ending() {
        if (record.looks().isEmpty()) {
            return "";
        }
        return switch (record.looks().getLast().standing().decision()) {
            case Decision.Continue going -> "";
            case Decision.Promote on -> "promoted after ";
            case Decision.RollBack back -> "rolled back after ";
            case Decision.Inconclusive open -> "inconclusive after ";
        };
    }

    private void traffic() {
        List<Point> configured = new ArrayList<>();
        List<Point> observed = new ArrayList<>();
        for (RecordedLook look : record.looks()) {
            for (TrafficReading reading : look.look().traffic()) {
                double at = since(reading.window().end());
                configured.add(new Point(at, reading.configuredShare()));
                observed.add(new Point(at, reading.observedShare()));
            }
            if (look.look().traffic().isEmpty()) {
                ArmCounts canary = arm(look.look(), true);
                ArmCounts both = canary.plus(arm(look.look(), false));
                if (both.requests() > 0) {
                    observed.add(new Point(since(look.standing().at()), (double) canary.requests() / both.requests()));
                }
            }
        }
        double most = 1.2 * Math.max(0.01, Math.max(most(configured), most(observed)));
        var panel = new Panel(svg, 36, seconds, 0, Math.min(1, most));
        panel.frame("Share of requests to the canary (dashed: configured)", "0", Panel.percent(Math.min(1, most)));
        panel.line("configured", thinned(configured));
        panel.line("canary", thinned(observed));
    }

    private void rates() {
        List<Point> canary = new ArrayList<>();
        List<Point> baseline = new ArrayList<>();
        ArmCounts allCanary = ArmCounts.NONE;
        ArmCounts allBaseline = ArmCounts.NONE;
        for (RecordedLook look : record.looks()) {
            ArmCounts one = arm(look.look(), true);
            ArmCounts other = arm(look.look(), false);
            allCanary = allCanary.plus(one);
            allBaseline = allBaseline.plus(other);
            double at = since(look.standing().at());
            if (one.requests() > 0) {
                canary.add(new Point(at, one.rate()));
            }
            if (other.requests() > 0) {
                baseline.add(new Point(at, other.rate()));
            }
        }
        double most = Math.max(0.001, 1.2 * Math.max(most(canary), most(baseline)));
        var panel = new Panel(svg, 172, seconds, 0, most);
        panel.frame(
                "Bad requests of all metrics: canary " + Texts.number(allCanary.bad()) + " of "
                        + Texts.number(allCanary.requests()) + " (red), baseline " + Texts.number(allBaseline.bad())
                        + " of "
                        + Texts.number(allBaseline.requests()) + " (blue)",
                "0",
                Panel.percent(most));
        panel.line("baseline", thinned(baseline));
        panel.line("canary", thinned(canary));
    }

    private void evidence() {
        double needed = -Math.log(record.settings().budget().falseRollback()) / LN10;
        double enough = -Math.log(record.settings().budget().falsePromotion()) / LN10;
        List<Point> worse = points(Standing::worse);
        List<Point> acceptable = points(standing -> standing.metrics().stream()
                .mapToDouble(MetricStanding::acceptable)
                .min()
                .orElse(0));
        double most = Math.max(needed, enough) + 0.7;
        var panel = new Panel(svg, 308, seconds, -1, most);
        panel.frame("Evidence, to 1: the canary is worse (red), is acceptable (green)", "0.1", "");
        panel.level(
                "worse",
                needed,
                "roll back at "
                        + Texts.significant(1 / record.settings().budget().falseRollback(), 3));
        panel.level(
                "acceptable",
                enough,
                "promote at " + Texts.significant(1 / record.settings().budget().falsePromotion(), 3));
        panel.line("acceptable", thinned(acceptable));
        panel.line("worse", thinned(worse));
    }

    /** Kayenta's scores: each holds until the next. */
    private void scores(KayentaSettings kayenta) {
        var panel = new Panel(svg, 308, seconds, 0, 105);
        panel.frame("Score of Kayenta's judge", "0", "100");
        panel.level(
                "worse", kayenta.marginal(), "roll back at " + Texts.significant(kayenta.marginal(), 3) + " or less");
        panel.level(
                "acceptable",
                kayenta.pass(),
                "promote from " + Texts.significant(kayenta.pass(), 3) + " on, at the end");
        List<Point> scores = new ArrayList<>();
        for (RecordedLook look : record.looks()) {
            if (look.standing().assessment().orElse(null) instanceof Assessment.Scored scored) {
                double at = since(look.standing().at());
                if (!scores.isEmpty()) {
                    scores.add(new Point(at, scores.getLast().value()));
                }
                scores.add(new Point(at, scored.score()));
            }
        }
        panel.line("baseline", thinned(scores));
    }

    /** How many measurements of an analysis failed, beside how many may. */
    private void failures(ArgoSettings argo) {
        List<Point> failed = new ArrayList<>();
        for (RecordedLook look : record.looks()) {
            if (look.standing().assessment().orElse(null) instanceof Assessment.Analysed analysed) {
                failed.add(new Point(since(look.standing().at()), Sparkline.failed(argo, analysed)));
            }
        }
        var panel = new Panel(svg, 308, seconds, 0, 1.2);
        panel.frame("Failed measurements, as a part of those that are too many", "0", "");
        panel.level("worse", 1, "roll back");
        panel.line("worse", thinned(failed));
    }

    private List<Point> points(ToDoubleFunction<Standing> logarithm) {
        return record.looks().stream()
                .map(RecordedLook::standing)
                .map(standing -> new Point(since(standing.at()), logarithm.applyAsDouble(standing) / LN10))
                .toList();
    }

    private static ArmCounts arm(Look look, boolean canary) {
        ArmCounts sum = ArmCounts.NONE;
        for (MetricBatch batch : look.batches()) {
            if (batch instanceof MetricBatch.Counted counted) {
                sum = sum.plus(canary ? counted.canary() : counted.baseline());
            }
        }
        return sum;
    }

    private static double most(List<Point> points) {
        return points.stream().mapToDouble(Point::value).max().orElse(0);
    }

    /** As many points as can be told apart, the last one always. */
    private static List<Point> thinned(List<Point> points) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        List<Point> some = new ArrayList<>();
        for (int i = 0; i < MOST_POINTS; i++) {
            some.add(points.get((int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1))));
        }
        return some;
    }

    private double since(Instant at) {
        return Duration.between(start, at).toMillis() / 1000.0;
    }
}
