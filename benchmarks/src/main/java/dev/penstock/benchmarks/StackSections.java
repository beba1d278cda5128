package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

/** What the page says of stacks: waiting for many, and saying what a large change set means. */
final class StackSections {

    private static final String PENSTOCK = "penstock";

    private final Figures stacks;
    private final Figures rendering;

    StackSections(Figures stacks, Figures rendering) {
        this.stacks = stacks;
        this.rendering = rendering;
    }

    void write(Page page) {
        waiting(page);
        rendering(page);
    }

    private void waiting(Page page) {
        if (stacks.lines().isEmpty()) {
            return;
        }
        page.heading(number(stacks.median("n"), 0) + " stacks updated at once");
        page.text(
                "In simulated time, so the same on every machine. Each stack replaces the task of an ECS service. Penstock's whole"
                        + " action runs against the simulated CloudFormation, from the first look at the stack to the end of the execution:"
                        + " its reads are all of the action's, also for the change set. The others are played on the same updates, from"
                        + " their begin to `UPDATE_COMPLETE`; Penstock's lag counts from `UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`, where an"
                        + " update has succeeded. AWS publishes no limits of these reads. What users were told or met is enforced for all:"
                        + " 5 calls/s of `DescribeStacks` (aws/aws-sam-cli issue 2671), 8 of any other (aws/aws-cdk-cli issue 1709). A"
                        + " stack that was given up had its waiter fail on a throttle that outlasted the client's retries; its lag is not"
                        + " among the others'.\n\n");
        page.row("waits by", "reads", "reads/min and stack", "median lag s", "p95 lag s", "throttles", "given up");
        page.row("---", "---:", "---:", "---:", "---:", "---:", "---:");
        for (String name : stacks.values("stacks")) {
            Figures one = stacks.where("stacks", name);
            page.row(
                    name,
                    number(one.median("reads"), 0),
                    number(one.median("reads_minute"), 1),
                    number(one.median("median_lag_s"), 1),
                    number(one.median("p95_lag_s"), 1),
                    number(one.median("throttles"), 0),
                    number(one.median("gave_up"), 0));
        }
    }

    private void rendering(Page page) {
        if (rendering.lines().isEmpty()) {
            return;
        }
        page.heading("What a change set of "
                + number(rendering.where("rendering", "review").median("size"), 0) + " resources means");
        page.text(
                "Processor time. Finding out, with the lines of the template that changes come from, and writing it; each resource changes in"
                        + " three properties. The first time in a process that has just started, as a command does it, and later, as a"
                        + " server does.\n\n");
        page.row("what", "first, ms", "later, ms");
        page.row("---", "---:", "---:");
        for (String name : rendering.values("rendering")) {
            Figures form = rendering.where("rendering", name);
            page.row(
                    name.equals("review") ? "finding out" : name,
                    number(form.where("first", "true").median("ms"), 0),
                    number(form.where("first", "false").median("ms"), 1));
        }
    }

    void aims(Page page) {
        Figures own = stacks.where("stacks", PENSTOCK);
        String count = number(own.median("n"), 0);
        page.aim(count + " stacks: median lag, s", 2, own.median("median_lag_s"), 1, false);
        page.aim(count + " stacks: reads/min and stack", 6, own.median("reads_minute"), 1, false);
        page.aim(count + " stacks: throttles", 0, own.median("throttles"), 0, false);
        for (String name : rendering.values("rendering")) {
            if (!name.equals("review")) {
                Figures first = rendering.where("rendering", name).where("first", "true");
                page.aim("a change set as " + name + ", ms, the first time", 100, first.median("ms"), 0, false);
            }
        }
    }
}
