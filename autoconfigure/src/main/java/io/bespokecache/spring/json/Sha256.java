package io.bespokecache.spring.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256, which every Java platform has.
 */
public final class Sha256 {

	/** Length of a checksum in hexadecimal digits. */
	public static final int DIGITS = 64;

	private Sha256() {
	}

	/**
	 * A digest to add to.
	 * @return the digest
	 */
	public static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The checksum of a text's UTF-8.
	 * @param text the text
	 * @return 64 hexadecimal digits
	 */
	public static String of(String text) {
		return format(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * The checksum of the first of some bytes.
	 * @param bytes the bytes
	 * @param length how many of them count
	 * @return 64 hexadecimal digits
	 */
	public static String of(byte[] bytes, int length) {
		MessageDigest digest = newDigest();
		digest.update(bytes, 0, length);
		return format(digest.digest());
	}

	/**
	 * The first bits of a checksum, for where a collision is unlikely enough with these.
	 * @param checksum 64 hexadecimal digits
	 * @return the first 64 bits
	 */
	public static long firstBits(String checksum) {
		return HexFormat.fromHexDigitsToLong(checksum, 0, Long.SIZE / 4);
	}

	/**
	 * Writes a checksum.
	 * @param digest its 32 bytes
	 * @return 64 hexadecimal digits
	 */
	public static String format(byte[] digest) {
		return HexFormat.of().formatHex(digest);
	}

}
