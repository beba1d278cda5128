package dev.penstock.architecture.bad.aws;

/** What others must not know. */
public record BadAwsAdapter(String region) {}
