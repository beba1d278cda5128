package dev.penstock.verdict.argo;

import java.util.List;
import java.util.Map;

/** What was measured, or what an expression comes to. */
public sealed interface Value {

    /** Nothing: a query without a result. */
    record Nil() implements Value {}

    /** True or false. */
    record Bool(boolean value) implements Value {}

    /** A number, NaN included. */
    record Num(double value) implements Value {}

    /** A text. */
    record Text(String value) implements Value {}

    /** A list, such as the vector that a Prometheus query gives. */
    record Items(List<Value> values) implements Value {

        public Items {
            values = List.copyOf(values);
        }
    }

    /** Named values. */
    record Members(Map<String, Value> values) implements Value {

        public Members {
            values = Map.copyOf(values);
        }
    }
}
