/**
 * Fakes that behave: for tests of Penstock, of plugins, and of programs that embed it. A clock whose time is virtual, a
 * journal and an artifact store in memory, a journal that fails or dies on demand, and services of containers with a
 * registry of images that behave; {@link dev.penstock.testing.FakeEvidence} counts {@linkplain
 * dev.penstock.testing.ScriptedTraffic scripted requests} for a canary's verdict.
 *
 * <p>A test of a crash: run an engine over a {@link dev.penstock.testing.FaultyJournal}, wait by {@link
 * dev.penstock.testing.VirtualClock#awaitIdle}, close the engine, make a second one over the journal beneath and let it
 * {@linkplain dev.penstock.engine.Engine#resumeAll resume}.
 */
@NullMarked
package dev.penstock.testing;

import org.jspecify.annotations.NullMarked;
