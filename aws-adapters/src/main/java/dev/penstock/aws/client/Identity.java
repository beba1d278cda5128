package dev.penstock.aws.client;

/**
 * Who calls ({@code GetCallerIdentity}).
 *
 * @param account 12 digits
 * @param arn of the user or role session
 */
public record Identity(String account, String arn) {}
