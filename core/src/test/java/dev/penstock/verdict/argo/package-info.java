@NullMarked
package dev.penstock.verdict.argo;

import org.jspecify.annotations.NullMarked;
