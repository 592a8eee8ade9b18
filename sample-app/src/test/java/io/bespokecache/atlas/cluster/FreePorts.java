package io.bespokecache.atlas.cluster;

import java.io.IOException;
import java.net.ServerSocket;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.opentest4j.TestAbortedException;

/**
 * What a cluster needs of the machine.
 *
 * @param one a port that nobody listens to
 * @param two another
 */
record FreePorts(int one, int two) {

	/**
	 * Finds the ports. Aborts the test where PostgreSQL cannot be started, unless the
	 * environment variable {@code BESPOKE_REQUIRE_POSTGRES} is {@code true}.
	 */
	static FreePorts find() throws IOException {
		if (!Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_POSTGRES"))) {
			try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
				assert postgres.getPort() > 0;
			}
			catch (IOException | IllegalStateException ex) {
				throw new TestAbortedException("PostgreSQL cannot be started here: " + ex.getMessage(), ex);
			}
		}
		try (ServerSocket one = new ServerSocket(0); ServerSocket two = new ServerSocket(0)) {
			return new FreePorts(one.getLocalPort(), two.getLocalPort());
		}
	}

}
