#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <string>

namespace nightjar::net::tests {

/// A certificate for one host that signed itself, good for an hour, and its key, in files.
struct Certificate {
    std::filesystem::path folder;
    std::string certificate;
    std::string key;

    explicit Certificate(const std::string& host) {
        auto name = (std::filesystem::temp_directory_path() / "nightjar-tls-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        certificate = folder / "certificate.pem";
        key = folder / "key.pem";
        auto* pair = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
        auto* made = X509_new();
        X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), 0);
        X509_gmtime_adj(X509_getm_notAfter(made), 3'600);
        X509_set_pubkey(made, pair);
        auto* subject = X509_get_subject_name(made);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
        X509_set_issuer_name(made, subject);
        auto* names =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
        X509_add_ext(made, names, -1);
        X509_EXTENSION_free(names);
        X509_sign(made, pair, EVP_sha256());
        auto* file = std::fopen(certificate.c_str(), "w");
        PEM_write_X509(file, made);
        std::fclose(file);
        file = std::fopen(key.c_str(), "w");
        PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(made);
        EVP_PKEY_free(pair);
    }
    ~Certificate() { std::filesystem::remove_all(folder); }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
};

}  // namespace nightjar::net::tests
