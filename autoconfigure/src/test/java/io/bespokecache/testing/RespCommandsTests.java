package io.bespokecache.testing;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RespCommands}.
 */
class RespCommandsTests {

	private final RespCommands commands = new RespCommands();

	private void send(byte[] bytes) {
		this.commands.read(bytes, bytes.length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SUBSCRIBE", "subscribe", "SSUBSCRIBE", "PSUBSCRIBE" })
	void aCommandThatSubscribesIsFoundAfterOthers(String name) {
		send(RespCommands.command("HELLO", "3"));
		send(RespCommands.command("SET", "key", "a\r\nb", ""));
		assertThat(this.commands.subscribing()).isFalse();
		send(RespCommands.command(name, "channel"));
		assertThat(this.commands.subscribing()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "UNSUBSCRIBE", "SUBSCRIBER", "SUBSCRIB", "PUBLISH" })
	void othersAreNotTakenForOne(String name) {
		send(RespCommands.command(name, "SUBSCRIBE"));
		send(RespCommands.command("SET", "key", "*1\r\n$9\r\nSUBSCRIBE\r\n"));
		assertThat(this.commands.subscribing()).isFalse();
	}

	@Test
	void aCommandIsFoundInSlices() {
		for (byte octet : RespCommands.command("SUBSCRIBE", "channel")) {
			send(new byte[] { octet });
		}
		assertThat(this.commands.subscribing()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "hello\r\n", "*x\r\n", "$3\r\n", "*-1\r\n", "\r\n",
			"a line that is longer than any that such a command has" })
	void whatIsNoCommandEndsTheSearch(String text) {
		send(text.getBytes(StandardCharsets.ISO_8859_1));
		send(RespCommands.command("SUBSCRIBE", "channel"));
		assertThat(this.commands.subscribing()).isFalse();
	}

}
