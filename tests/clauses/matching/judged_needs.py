"""Invented needs, each as a file would give them and as a facilitateur understands them.

First the cells: key, job, skills, habilitations asked for, French, commune, posts, start, end, sector, QPV only. Then,
after « // », the trades whose people the facilitateur would send, and the licences really needed.
"""

NEEDS = """
B01 | Maçon | pose de parpaings | - | - | Dijon | 2 | 04-01 | 09-30 | BTP | non // macon coffreur | -
B02 | maçon qualifié H/F | coffrage ; lecture de plan | Permis B | A2 | Chenôve | 1 | 04-01 | 12-31 | BTP | non // macon coffreur | B
B03 | Aide maçon | - | - | - | Longvic | 2 | 04-06 | 07-31 | BTP | non // manoeuvre macon | -
B04 | Manœuvre de chantier | manutention | - | - | Dijon | 4 | 03-30 | 06-30 | BTP | non // manoeuvre macon demolisseur | -
B05 | manoeuvre TP | - | AIPR opérateur | - | Quetigny | 1 | 04-01 | 09-30 | BTP | non // manoeuvre vrd | AIPR
B06 | manœuvre (QPV) | - | - | - | Chenôve | 2 | 04-01 | 08-31 | BTP | oui // manoeuvre macon demolisseur | -
B07 | Coffreur-bancheur | coffrage | - | - | Dijon | 1 | 04-15 | 12-15 | BTP | non // coffreur macon | -
B08 | Peintre en bâtiment | peinture ; ponçage | - | - | Dijon | 2 | 04-01 | 06-30 | BTP | non // peintre | -
B09 | peintre bat. avec permis | peinture | Permis B | - | Nuits-Saint-Georges | 1 | 04-01 | 07-31 | BTP | non // peintre | B
B10 | Peintre réservé QPV | - | - | - | Talant | 1 | 04-01 | 09-30 | BTP | oui // peintre | -
B11 | Plaquiste | pose de cloisons | - | - | Dijon | 2 | 04-01 | 10-31 | BTP | non // plaquiste | -
B12 | plaquiste jointeur | - | Permis B | B1 | Chevigny-Saint-Sauveur | 1 | 04-01 | 10-31 | BTP | non // plaquiste | B
B13 | Carreleur | carrelage | - | - | Dijon | 1 | 04-01 | 06-30 | BTP | non // carreleur | -
B14 | Électricien | câblage | H0B0 | - | Dijon | 2 | 04-01 | 09-30 | BTP | non // electricien | H0B0
B15 | Electricien bâtiment habilité | câblage ; tableau | BR | B1 | Longvic | 1 | 04-01 | 12-31 | BTP | non // electricien | BR
B16 | aide électricien | - | - | - | Quetigny | 1 | 04-01 | 07-31 | BTP | non // electricien | -
B17 | Plombier | sanitaires | Permis B souhaité | - | Dijon | 1 | 04-01 | 09-30 | BTP | non // plombier | -
B18 | plombier-chauffagiste | chaudières | Permis B | - | Genlis | 1 | 04-01 | 12-31 | BTP | non // plombier | B
B19 | Couvreur | - | - | - | Dijon | 2 | 04-15 | 10-31 | BTP | non // couvreur | -
B20 | couvreur zingueur | zinguerie | travail en hauteur ; permis B | - | Gevrey-Chambertin | 1 | 04-01 | 10-31 | BTP | non // couvreur | B hauteur
B21 | Étancheur | étanchéité | - | - | Longvic | 1 | 04-01 | 08-31 | BTP | non // etancheur couvreur | -
B22 | Canalisateur | pose de canalisations | AIPR opérateur | - | Dijon | 1 | 04-01 | 12-31 | BTP | non // vrd | AIPR
B23 | Ouvrier VRD | pose de bordures | - | - | Chenôve | 3 | 04-01 | 10-31 | BTP | non // vrd manoeuvre | -
B24 | ouvrier voirie AIPR + CACES A | - | CACES R482 A ; AIPR | - | Dijon | 1 | 04-01 | 09-30 | BTP | non // vrd engins | R482A AIPR
B25 | Conducteur de pelle | conduite de pelle | CACES R482 B1 | - | Dijon | 1 | 04-01 | 12-31 | BTP | non // engins | R482B1
B26 | conducteur d'engins | - | CACES R372 cat. 2 | - | Genlis | 1 | 04-01 | 09-30 | BTP | non // engins | R482B1
B27 | Conducteur engins de chantier | - | CACES R482 C1 ; Permis B | - | Nuits-Saint-Georges | 1 | 04-01 | 11-30 | BTP | non // engins | R482C1 B
B28 | Menuisier poseur | pose de fenêtres | - | - | Dijon | 2 | 04-01 | 09-30 | BTP | non // menuisier | -
B29 | Soudeur | soudure TIG | - | - | Longvic | 1 | 04-01 | 07-31 | BTP | non // soudeur | -
B30 | Métallier | soudure ; pose de garde-corps | Permis B | - | Dijon | 1 | 04-01 | 09-30 | BTP | non // soudeur | B
B31 | Chauffeur PL | conduite de camion | Permis C ; FIMO ou FCO | - | Dijon | 2 | 04-01 | 12-31 | MS | non // poidslourd | C transport
B32 | Chauffeur-livreur | livraison | Permis B | - | Quetigny | 1 | 04-01 | 08-31 | MS | non // livreur poidslourd | B
B33 | Agent d'entretien | nettoyage des sols | - | - | Dijon | 3 | 04-01 | 12-31 | MS | non // nettoyage | -
B34 | agent de propreté H/F | monobrosse | - | A2 | Chenôve | 2 | 04-01 | 09-30 | MS | non // nettoyage | -
B35 | Agent de nettoyage QPV | - | - | - | Longvic | 2 | 04-01 | 12-31 | MS | oui // nettoyage | -
B36 | Agent d'entretien véhiculé | nettoyage des locaux | Permis B | - | Quetigny | 2 | 04-06 | 12-31 | MS | non // nettoyage | B
B37 | Laveur de vitres | nettoyage des vitres | CACES R486 A | - | Dijon | 1 | 04-01 | 09-30 | MS | non // vitres | R486A
B38 | femme de chambre / agent d'entretien | ménage | - | - | Dijon | 1 | 04-01 | 09-30 | MS | non // nettoyage domicile | -
B39 | agent d'entretien | - | - | - | Beaune | 1 | 04-01 | 12-31 | MS | non // nettoyage | -
B40 | Jardinier | taille de haies ; tonte | - | - | Dijon | 2 | 04-01 | 10-31 | MS | non // vert | -
B41 | agent d'entretien des espaces verts | débroussaillage | Permis B | - | Fontaine-lès-Dijon | 2 | 04-01 | 10-31 | MS | non // vert | B
B42 | Ouvrier paysagiste, permis remorque | tonte | Permis BE | - | Dijon | 1 | 04-01 | 09-30 | MS | non // vert | BE
B43 | espaces verts | désherbage | - | - | Chenôve | 2 | 04-01 | 08-31 | MS | oui // vert | -
B44 | Ripeur | collecte des déchets | - | - | Longvic | 2 | 04-01 | 12-31 | MS | non // dechets | -
B45 | Agent de tri | tri des déchets | - | - | Dijon | 3 | 04-01 | 12-31 | MS | non // dechets | -
B46 | Chauffeur de benne à ordures | collecte | Permis C | - | Dijon | 1 | 04-01 | 12-31 | MS | non // poidslourd dechets | C
B47 | Cariste | chargement | CACES R489 3 | - | Longvic | 2 | 04-01 | 12-31 | MS | non // cariste logistique | R4893
B48 | Cariste R489 3 ou 5 | - | CACES R489 3 ou 5 | - | Chevigny-Saint-Sauveur | 1 | 04-01 | 09-30 | MS | non // cariste logistique | R4893
B49 | Préparateur de commandes | préparation de commandes | - | - | Dijon | 2 | 04-01 | 07-31 | MS | non // logistique | -
B50 | Magasinier | inventaire ; réception | Permis B | B1 | Longvic | 1 | 04-01 | 12-31 | MS | non // logistique cariste | B
B51 | Manutentionnaire | port de charges | - | - | Dijon | 2 | 03-30 | 05-31 | MS | non // logistique demenageur manoeuvre | -
B52 | Déménageur | manutention | - | - | Talant | 2 | 04-01 | 08-31 | MS | non // demenageur logistique | -
B53 | Aide de cuisine | plonge | - | - | Dijon | 2 | 04-01 | 07-05 | MS | non // cuisine | -
B54 | Employé de restauration collective | service | - | A2 | Quetigny | 1 | 04-01 | 07-05 | MS | non // cuisine cuisinier | -
B55 | Cuisinier de collectivité | cuisine collective | - | - | Dijon | 1 | 04-01 | 12-31 | MS | non // cuisinier | -
B56 | Agent de sécurité | surveillance | carte professionnelle CNAPS | B1 | Dijon | 1 | 04-01 | 12-31 | MS | non // securite | CNAPS
B57 | Secrétaire | saisie ; Word | - | B2 | Dijon | 1 | 04-01 | 12-31 | PI | non // bureau | -
B58 | Agent d'accueil | accueil ; standard | - | B2 | Chenôve | 1 | 04-01 | 12-31 | MS | non // accueil bureau | -
B59 | Technicien support informatique | dépannage | - | - | Dijon | 1 | 04-01 | 12-31 | PI | non // informatique | -
B60 | Développeur | Python | - | - | Dijon | 1 | 04-01 | 12-31 | PI | non // developpeur | -
B61 | Dessinateur en bâtiment | AutoCAD | - | - | Dijon | 1 | 04-01 | 12-31 | PI | non // dessin | -
B62 | Médiateur social | médiation | - | B2 | Longvic | 1 | 04-01 | 12-31 | MS | non // mediation | -
B63 | Démolition / curage | démolition | amiante SS4 | - | Chenôve | 1 | 04-01 | 06-30 | BTP | non // demolisseur | SS4
B64 | agent de blanchisserie | pliage | - | - | Dijon | 2 | 04-01 | 12-31 | MS | non // blanchisserie | -
B65 | Aide à domicile | repas | Permis B | - | Dijon | 1 | 04-01 | 12-31 | MS | non // domicile | B
B66 | Façadier | ravalement ; enduit | - | - | Dijon | 1 | 04-01 | 09-30 | BTP | non // facadier | -
"""
