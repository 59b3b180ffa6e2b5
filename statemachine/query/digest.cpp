#include "statemachine/query/digest.hpp"

#include <array>

#include <openssl/evp.h>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::query {

namespace {

const EVP_MD* algorithm_of(std::string_view name) {
    if (name == "MD5") return EVP_md5();
    if (name == "SHA-1") return EVP_sha1();
    if (name == "SHA-256") return EVP_sha256();
    if (name == "SHA-384") return EVP_sha384();
    if (name == "SHA-512") return EVP_sha512();
    return nullptr;
}

}  // namespace

std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes) {
    const EVP_MD* method = algorithm_of(algorithm);
    if (method == nullptr) return std::nullopt;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    PAWL_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method, nullptr) == 1, "OpenSSL computes the digests it offers");
    static constexpr char hex[] = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += hex[digest[i] >> 4];
        out += hex[digest[i] & 0xf];
    }
    return out;
}

}  // namespace pawl::query
