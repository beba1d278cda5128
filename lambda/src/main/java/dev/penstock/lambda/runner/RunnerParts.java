package dev.penstock.lambda.runner;

import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.journal.Journal;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import dev.penstock.time.WakeUps;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What a runner is made of.
 *
 * @param journal the shared journal
 * @param clock the clock
 * @param wakeUps has the runner called when something will be due
 * @param registry the pipelines that are started by what happens
 * @param engines begins to put an engine together for settings; the runner gives it journal, clock and listener
 * @param folder what relative paths of settings are relative to
 * @param listener is told what happens to executions
 * @param log where the runner says what it did
 */
public record RunnerParts(
        Journal journal,
        EngineClock clock,
        WakeUps wakeUps,
        PipelineRegistry registry,
        Function<RunSettings, EngineBuilder> engines,
        Path folder,
        ExecutionListener listener,
        RunnerLog log) {}
