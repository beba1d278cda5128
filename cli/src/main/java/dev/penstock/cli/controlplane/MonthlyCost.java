package dev.penstock.cli.controlplane;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a control plane costs in a month, at a given use: counted calls of AWS at AWS's list prices. */
public final class MonthlyCost {

    private final ControlPlaneUse use;
    private final Prices prices;
    private final String region;

    private MonthlyCost(ControlPlaneUse use, Prices prices, String region) {
        this.use = use;
        this.prices = prices;
        this.region = region;
    }

    /** The cost of a use in a Region; by the prices of {@code us-east-1} where that one's are not known. */
    public static MonthlyCost of(ControlPlaneUse use, String region) {
        return new MonthlyCost(use, Prices.of(region), region);
    }

    /** In US dollars, by service, in the order in which they are shown. */
    public Map<String, Double> byService() {
        Map<String, Double> costs = new LinkedHashMap<>();
        use.ofAMonth().forEach((item, used) -> costs.merge(item.service(), used * prices.of(item), Double::sum));
        return costs;
    }

    /** In US dollars. */
    public double total() {
        return byService().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** In one line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "Costs about $%s a month at %,d deployments a day.",
                dollars(total()),
                use.deploymentsPerDay());
    }

    /** All of it, line by line, with what it rests on. */
    public String text() {
        StringBuilder text = new StringBuilder();
        String at = prices.region().equals(region)
                ? "in " + region
                : "at the prices of " + prices.region() + ", as those of " + region + " are not known here";
        text.append(String.format(Locale.ROOT, "A month, %,d deployments a day, %s%n", use.deploymentsPerDay(), at));
        byService()
                .forEach((service, cost) ->
                        text.append(String.format(Locale.ROOT, "  %-20s $%9s%n", service, dollars(cost))));
        text.append(String.format(Locale.ROOT, "  %-20s $%9s%n", "together", dollars(total())));
        text.append(String.format(
                Locale.ROOT,
                "Functions work %.1f s for a deployment, %.2g at once on average.%n",
                use.functionSecondsOfADeployment(),
                use.functionsAtOnce()));
        text.append("Counted for a stack, a question and a canary of 4 min.\n");
        text.append("AWS's list prices of ").append(prices.date()).append(", without its free tier.\n");
        return text.toString();
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, amount < 100 ? "%,.2f" : "%,.0f", amount);
    }
}
