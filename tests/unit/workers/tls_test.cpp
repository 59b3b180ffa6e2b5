// Calls over https: certificates are verified, against the host's name too.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include <boost/asio/ssl/stream.hpp>

#include "tests/unit/workers/dispatch_fixture.hpp"
#include "tests/unit/workers/scripted_worker.hpp"

namespace pawl::workers::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A key and a certificate it signed itself, for the given names, in two files.
class SelfSigned {
  public:
    explicit SelfSigned(const std::string& names) {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME* const subject = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("pawl test"), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), subject);
        const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> alternative(
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()), &X509_EXTENSION_free);
        X509_add_ext(certificate.get(), alternative.get(), -1);
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        std::FILE* file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        file = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(file, certificate.get());
        std::fclose(file);
    }
    ~SelfSigned() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::string key_file() const { return folder_ + "/key.pem"; }
    std::string certificate_file() const { return folder_ + "/certificate.pem"; }

  private:
    static std::string make_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "pawl-tls-XXXXXX").string();
        return ::mkdtemp(pattern.data()) == nullptr ? std::string(".") : pattern;
    }
    std::string folder_ = make_folder();
};

/// Answers every request over TLS with "1" and keeps the connection.
class TlsWorker {
  public:
    explicit TlsWorker(const SelfSigned& identity) {
        context_.use_certificate_chain_file(identity.certificate_file());
        context_.use_private_key_file(identity.key_file(), asio::ssl::context::pem);
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    ~TlsWorker() {
        io_.stop();
        thread_.join();
    }
    std::string url(const std::string& host) const { return "https://" + host + ":" + std::to_string(acceptor_.local_endpoint().port()) + "/"; }
    std::size_t connections() const { return connections_; }

  private:
    struct Session : std::enable_shared_from_this<Session> {
        Session(tcp::socket socket, asio::ssl::context& context) : stream(std::move(socket), context) {}
        void start() {
            stream.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](const auto& error) {
                if (!error) self->read();
            });
        }
        void read() {
            stream.async_read_some(asio::buffer(piece), [self = shared_from_this()](const auto& error, std::size_t) {
                if (error) return;
                self->reply = answer(200, "1").bytes;
                asio::async_write(self->stream, asio::buffer(self->reply), [self](const auto& failed, std::size_t) {
                    if (!failed) self->read();
                });
            });
        }
        asio::ssl::stream<tcp::socket> stream;
        char piece[16 * 1024];
        std::string reply;
    };
    void accept() {
        acceptor_.async_accept([this](const auto& error, tcp::socket socket) {
            if (error) return;
            ++connections_;
            std::make_shared<Session>(std::move(socket), context_)->start();
            accept();
        });
    }
    asio::io_context io_{1};
    asio::ssl::context context_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
    std::atomic<std::size_t> connections_{0};
    std::thread thread_;
};

class TlsTest : public DispatchTest {
  protected:
    void trust(const SelfSigned& identity) {
        DispatchOptions options;
        options.ca_file = identity.certificate_file();
        start(options);
    }
};

TEST_F(TlsTest, CallsWhomItTrusts) {
    const SelfSigned identity("DNS:localhost,IP:127.0.0.1");
    TlsWorker worker(identity);
    put("by_name", worker.url("localhost"));
    put("by_address", worker.url("127.0.0.1"));
    trust(identity);
    EXPECT_EQ(body("by_name"), "1");
    EXPECT_EQ(body("by_name"), "1");
    EXPECT_EQ(worker.connections(), 1U);
    EXPECT_EQ(body("by_address"), "1");
}

TEST_F(TlsTest, RefusesASelfSignedCertificate) {
    const SelfSigned identity("DNS:localhost");
    TlsWorker worker(identity);
    put("f", worker.url("localhost"));
    const Failure got = failure("f");
    EXPECT_EQ(got.error, "Lambda.SdkClientException");
    EXPECT_NE(got.cause->find("self-signed certificate"), std::string::npos) << *got.cause;
    EXPECT_NE(got.cause->find("SSL_CERT_FILE"), std::string::npos) << *got.cause;
}

TEST_F(TlsTest, RefusesACertificateForAnotherName) {
    const SelfSigned identity("DNS:elsewhere.example");
    TlsWorker worker(identity);
    put("by_name", worker.url("localhost"));
    put("by_address", worker.url("127.0.0.1"));
    trust(identity);
    const Failure by_name = failure("by_name");
    EXPECT_EQ(by_name.error, "Lambda.SdkClientException");
    EXPECT_NE(by_name.cause->find("hostname mismatch"), std::string::npos) << *by_name.cause;
    EXPECT_EQ(failure("by_address").error, "Lambda.SdkClientException");
}

TEST_F(TlsTest, RefusesAServerWithoutTls) {
    ScriptedWorker worker([](const SeenRequest&) { return answer(200, "1"); });
    std::string url = worker.url();
    url.insert(4, "s");
    put("f", url);
    start([] {
        DispatchOptions options;
        options.connect_timeout = std::chrono::milliseconds(200);
        return options;
    }());
    EXPECT_EQ(failure("f").error, "Lambda.SdkClientException");
}

TEST_F(TlsTest, SaysWhichAuthorityFileIsWrong) {
    DispatchOptions options;
    options.ca_file = "/nonexistent/ca.pem";
    const auto made = HttpDispatcher::make(io.context(), registry, sink, options);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message.find("/nonexistent/ca.pem"), std::string::npos);
}

}  // namespace
}  // namespace pawl::workers::test
