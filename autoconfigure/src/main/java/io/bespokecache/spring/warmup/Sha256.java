package io.bespokecache.spring.warmup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256, which every Java platform has.
 */
final class Sha256 {

	/** Length of a checksum in hexadecimal digits. */
	static final int DIGITS = 64;

	private Sha256() {
	}

	static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String of(String text) {
		return format(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	static String of(byte[] bytes, int length) {
		MessageDigest digest = newDigest();
		digest.update(bytes, 0, length);
		return format(digest.digest());
	}

	static String format(byte[] digest) {
		return HexFormat.of().formatHex(digest);
	}

}
