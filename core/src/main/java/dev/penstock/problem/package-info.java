/**
 * Problems: what is wrong with something that a user wrote, where it stands, and what would be right.
 *
 * <p>A <em>problem</em> has a stable id, a {@linkplain dev.penstock.problem.SourceSpan place}, a sentence that says what
 * is wrong and, where there is one, a sentence that says what would be right. Problems are collected and reported all at
 * once; they are values, not exceptions.
 */
@NullMarked
package dev.penstock.problem;

import org.jspecify.annotations.NullMarked;
