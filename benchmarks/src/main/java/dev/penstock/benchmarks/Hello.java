package dev.penstock.benchmarks;

/** The smallest program: what the start of a JVM costs. */
public final class Hello {

    private Hello() {}

    /** Says hello. */
    public static void main(String[] arguments) {
        System.out.println("Hello");
    }
}
