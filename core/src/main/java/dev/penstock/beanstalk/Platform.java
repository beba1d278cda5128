package dev.penstock.beanstalk;

/**
 * A version of a platform that environments can be made of.
 *
 * @param solutionStack such as {@code 64bit Amazon Linux 2023 v4.3.0 running Docker}
 * @param retired whether its branch is retired, and refuses new environments
 */
public record Platform(String solutionStack, boolean retired) {}
