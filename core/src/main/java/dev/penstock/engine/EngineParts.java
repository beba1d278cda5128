package dev.penstock.engine;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.journal.Journal;
import dev.penstock.observe.Observer;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.time.EngineClock;
import java.time.Duration;

/** What the parts of an engine share. */
record EngineParts(
        Journal journal,
        EngineClock clock,
        ExecutionCodec codec,
        Definitions definitions,
        Providers providers,
        Observer observer,
        ArtifactStore artifacts,
        WorkFolders workFolders,
        ScopeMapping scopes,
        GraphMapping graphs,
        Masker masker,
        ReferenceValues references,
        ExecutionListener listener,
        EngineThreads threads,
        Duration betweenLooks) {}
