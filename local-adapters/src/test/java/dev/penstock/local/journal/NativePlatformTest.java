package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

class NativePlatformTest {

    @Test
    void whatIsKnownOfThePlatformIsWhatTheDriverFindsOut() {
        assertThat(NativePlatform.folder()).isEqualTo(LibraryLoaderUtil.getNativeLibResourcePath());
    }

    @Test
    void theDriverHasALibraryForEachPlatformThatIsKnown() {
        Optional<String> known = NativePlatform.known();
        known.ifPresent(folder -> assertThat(SQLiteJDBCLoader.class.getResource(folder + "/libsqlitejdbc.so"))
                .isNotNull());
        // On the machines that Penstock is tested on, nothing is left to find out.
        assertThat(known.isPresent()).isEqualTo(System.getProperty("os.name").equals("Linux"));
    }
}
